package org.openimr.server.door;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** What is made of the bytes that a fuzzer thinks up. */
enum FuzzedRequest {
  /** A submission in JSON. */
  JSON {
    @Override
    RawRequest of(byte[] input) {
      return body("POST", "/fhir/$submit-case", "application/fhir+json", input);
    }
  },
  /** A submission in XML. */
  XML {
    @Override
    RawRequest of(byte[] input) {
      return body("POST", "/fhir/$submit-case", "application/fhir+xml", input);
    }
  },
  /** Questions that need no case. */
  PARAMETERS {
    @Override
    RawRequest of(byte[] input) {
      String question = QUESTIONS.get(input.length == 0 ? 0 : (input[0] & 0xff) % QUESTIONS.size());
      byte[] rest = new String(input, StandardCharsets.ISO_8859_1).stripLeading().getBytes(LATIN);
      return body("POST", "/fhir/Task/" + question, "application/fhir+json", rest);
    }
  },
  /** A search; the first line is the type. */
  SEARCH {
    @Override
    RawRequest of(byte[] input) {
      return as("demo-plan-vchcp", RawRequest.to("GET", "/fhir/" + address(input)));
    }
  },
  /** A bearer token: its header, claims and signature, each a line. */
  TOKEN {
    @Override
    RawRequest of(byte[] input) {
      return as(jwt(input), RawRequest.to("GET", "/fhir/Task"));
    }
  },
  /** An assertion at the token endpoint, written in the same way. */
  ASSERTION {
    @Override
    RawRequest of(byte[] input) {
      String form =
          "grant_type=client_credentials&client_assertion_type="
              + "urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer"
              + "&client_assertion="
              + jwt(input);
      return RawRequest.to("POST", "/oauth2/token")
          .with("Content-Type", "application/x-www-form-urlencoded")
          .with(form.getBytes(StandardCharsets.UTF_8));
    }
  };

  private static final Charset LATIN = StandardCharsets.ISO_8859_1;
  private static final List<String> QUESTIONS =
      List.of("$compute-deadlines", "$check-eligibility", "$compare-policies");

  /** The request that an input stands for. */
  abstract RawRequest of(byte[] input);

  private static RawRequest body(String method, String address, String type, byte[] body) {
    return as("demo-plan-vchcp", RawRequest.to(method, address).with("Content-Type", type))
        .with(body);
  }

  private static RawRequest as(String token, RawRequest request) {
    return request.with("Authorization", "Bearer " + token);
  }

  /** Keeps the request line one line: what is no visible ASCII is encoded. */
  private static String address(byte[] input) {
    StringBuilder address = new StringBuilder();
    for (byte each : input) {
      if (each > 0x20 && each < 0x7f) {
        address.append((char) each);
      } else {
        address.append(String.format("%%%02X", each));
      }
    }
    return address.toString();
  }

  private static String jwt(byte[] input) {
    StringBuilder token = new StringBuilder();
    for (String line : new String(input, LATIN).split("\n", 3)) {
      token
          .append(token.isEmpty() ? "" : ".")
          .append(Base64.getUrlEncoder().withoutPadding().encodeToString(line.getBytes(LATIN)));
    }
    return token.toString();
  }
}
