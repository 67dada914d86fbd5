package org.openimr.server.command.packet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.openimr.fhir.UnreadableResourceException;
import org.openimr.fhir.packet.archive.PacketZip;
import org.openimr.server.command.file.GivenFile;
import org.openimr.server.command.file.UnusableFileException;
import org.openimr.server.command.file.WholeFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Makes a zip of a packet that lies in a file: the packet, and its documents as files. */
@Command(name = "zip", description = "Makes a zip of a packet, with its documents as files")
final class ZipCommand implements Callable<Integer> {

  @Parameters(index = "0", paramLabel = "FILE", description = "a packet as JSON")
  private Path file;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "ZIP",
      description = "the zip, which must not be there yet; else beside the packet, as its name")
  private Path zip;

  @Override
  public Integer call() {
    byte[] packet = GivenFile.read(file, VerifyCommand.LARGEST);
    Path target = zip == null ? beside() : zip;
    if (Files.exists(target)) {
      throw new UnusableFileException(target + ": is there already");
    }
    try {
      WholeFile.write(target, out -> PacketZip.write(packet, out));
      return 0;
    } catch (UnreadableResourceException noPacket) {
      throw new UnusableFileException(file + ": " + noPacket.getMessage());
    } catch (IOException unwritable) {
      throw new UnusableFileException(target + ": cannot be written");
    }
  }

  private Path beside() {
    String name = file.getFileName().toString();
    return file.resolveSibling(name.replaceFirst("\\.json$", "") + ".zip");
  }
}
