package org.openimr.server.command.packet;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.DataFormatException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Composition;
import org.openimr.fhir.content.StoredContent;
import org.openimr.fhir.json.ByteSink;
import org.openimr.fhir.packet.PageRange;
import org.openimr.server.command.file.GivenFile;
import org.openimr.server.command.file.UnusableFileException;
import org.openimr.server.command.file.WholeFile;
import org.openimr.server.packet.OtherPagesException;
import org.openimr.server.packet.PacketPdf;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints a packet that lies in a file as one PDF. */
@Command(
    name = "pdf",
    description = "Prints a packet as one PDF, and answers which document is on which pages")
final class PdfCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "FILE", description = "a packet as JSON")
  private Path file;

  @Parameters(index = "1", paramLabel = "PDF", description = "the PDF; must not be there yet")
  private Path pdf;

  @Option(names = "--json", description = "answers in JSON")
  private boolean json;

  @Override
  public Integer call() {
    if (Files.exists(pdf)) {
      throw new UnusableFileException(pdf + ": is there already");
    }
    try {
      ByteArrayOutputStream printed = new ByteArrayOutputStream();
      List<PageRange> ranges = PacketPdf.print(packet(), this::absent, printed);
      WholeFile.write(pdf, printed::writeTo);
      tell(ranges);
      return 0;
    } catch (OtherPagesException other) {
      throw new UnusableFileException(file + ": " + other.getMessage());
    } catch (IOException unwritable) {
      throw new UnusableFileException(
          file + ": cannot be printed, or " + pdf + " cannot be written");
    }
  }

  private void absent(String about, StoredContent content, ByteSink sink) {
    throw new UnusableFileException(
        file
            + ": "
            + about
            + " names a content of the server that wrote it; it is not in the file");
  }

  private void tell(List<PageRange> ranges) {
    PrintWriter out = spec.commandLine().getOut();
    ArrayNode documents = new ObjectMapper().createArrayNode();
    if (!json) {
      out.println("document,first,last,sha256");
    }
    int number = 0;
    for (PageRange range : ranges) {
      number++;
      if (!json) {
        out.println(
            String.join(",", String.valueOf(number), range.first(), range.last(), range.sha256()));
      }
      documents
          .addObject()
          .put("document", number)
          .put("first", range.first())
          .put("last", range.last())
          .put("sha256", range.sha256());
    }
    if (json) {
      out.println(documents.toPrettyString());
    }
  }

  private Bundle packet() {
    byte[] content = GivenFile.read(file, VerifyCommand.LARGEST);
    try {
      Bundle packet =
          FhirContext.forR4Cached()
              .newJsonParser()
              .setOverrideResourceIdWithBundleEntryFullUrl(false)
              .parseResource(Bundle.class, new String(content, StandardCharsets.UTF_8));
      if (packet.getEntryFirstRep().getResource() instanceof Composition
          && packet.hasTimestamp()
          && packet.getIdentifier().hasValue()) {
        return packet;
      }
    } catch (DataFormatException | ClassCastException noBundle) {
      // said below
    }
    throw new UnusableFileException(
        file + ": is no packet; a Bundle of type document, as JSON in UTF-8, was expected");
  }
}
