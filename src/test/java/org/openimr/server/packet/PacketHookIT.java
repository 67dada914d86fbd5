package org.openimr.server.packet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openimr.operation.casefile.CaseStore;
import org.openimr.operation.packet.LatePackets;
import org.openimr.server.Database;
import org.openimr.server.OnEachDatabase;
import org.openimr.server.RunningServer;
import org.openimr.server.packet.OpenCases.Open;
import org.openimr.server.settings.HookSettings;
import org.openimr.server.store.database.SettledDatabase;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** A review organization is told of its packets: by ids, signed, once, and not for ever. */
@OnEachDatabase
class PacketHookIT {

  private static final String SECRET = "0123456789abcdef0123456789abcdef";

  private record Told(String body, String time, String signature) {}

  private final RunningServer server;
  private final OpenCases cases;
  private final List<Told> told = new CopyOnWriteArrayList<>();
  private volatile int status = 204;
  private HttpServer receiver;

  PacketHookIT(Database database) {
    this.server = database.server();
    this.cases = new OpenCases(server);
  }

  @BeforeEach
  void listen() throws IOException {
    receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    receiver.createContext(
        "/",
        exchange -> {
          told.add(
              new Told(
                  new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8),
                  exchange.getRequestHeaders().getFirst("X-OpenIMR-Time"),
                  exchange.getRequestHeaders().getFirst("X-OpenIMR-Signature")));
          // where a redirection was followed it would come back here
          exchange.getResponseHeaders().add("Location", "/elsewhere");
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    receiver.start();
    server.bean(JdbcTemplate.class).update("delete from imr_packet_hook");
  }

  @AfterEach
  void close() {
    receiver.stop(0);
  }

  private PacketHook hook(String organization) {
    return new PacketHook(
        server.bean(JdbcTemplate.class),
        server.bean(CaseStore.class),
        new HookSettings(
            "http://127.0.0.1:" + receiver.getAddress().getPort() + "/hook", organization, SECRET),
        server.bean(SettledDatabase.class));
  }

  private LatePacketWork work(PacketHook hook) {
    return new LatePacketWork(
        server.bean(JdbcTemplate.class),
        server.bean(TransactionTemplate.class),
        server.bean(LatePackets.class),
        hook);
  }

  @Test
  void whoGetsAPacketIsToldOfItOnceByItsId() throws Exception {
    Open open = cases.submitted();
    PacketHook hook = hook("demo-imro");
    Instant now = Instant.now();
    cases.sent(open);
    String packet = cases.packet(OpenCases.IMRO, open, "").getIdElement().getIdPart();

    work(hook).look(now);
    assertThat(hook.look(now)).isEqualTo(1);
    assertThat(hook.look(now.plus(Duration.ofDays(1)))).isZero();

    assertThat(told).hasSize(1);
    JsonNode body = new ObjectMapper().readTree(told.get(0).body());
    assertThat(body.toString())
        .isEqualTo(
            "{\"event\":\"packet-issued\",\"packet\":\"Bundle/"
                + packet
                + "\",\"case\":\"Task/"
                + open.id()
                + "\"}");
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    String signed = told.get(0).time() + "." + told.get(0).body();
    assertThat(told.get(0).signature())
        .isEqualTo(
            "sha256="
                + HexFormat.of().formatHex(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8))));
    // what comes late is told of as well, the copy for the member is not
    cases.attach(open, "A new finding.", null);
    work(hook).look(Instant.now());
    assertThat(hook.look(Instant.now())).isEqualTo(1);
    assertThat(told).hasSize(2);
  }

  @Test
  void nobodyIsToldOfThePacketsOfOthers() {
    Open open = cases.submitted();
    PacketHook hook = hook("demo-imro-other");
    cases.sent(open);
    work(hook).look(Instant.now());
    assertThat(hook.look(Instant.now())).isZero();
    assertThat(told).isEmpty();
  }

  @Test
  void whatDoesNotArriveIsToldAgainAndGivenUpInTheEnd() {
    Open open = cases.submitted();
    PacketHook hook = hook("demo-imro");
    cases.sent(open);
    Instant now = Instant.now();
    work(hook).look(now);
    status = 302;
    assertThat(hook.look(now)).isZero();
    assertThat(told).as("a redirection is not followed").hasSize(1);
    assertThat(hook.look(now.plusSeconds(1))).as("not at once").isZero();
    assertThat(told).hasSize(1);
    status = 500;
    for (int i = 1; i <= 20; i++) {
      hook.look(now.plus(Duration.ofHours(2L * i)));
    }
    assertThat(told).hasSize(12);
    status = 204;
    assertThat(hook.look(now.plus(Duration.ofDays(9)))).isZero();
  }
}
