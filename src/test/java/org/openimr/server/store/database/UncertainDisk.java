package org.openimr.server.store.database;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.CountDownLatch;
import org.h2.store.fs.FileBase;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;

/**
 * A disk for H2, under {@code uncertain:}, that may keep a write waiting, and of which after a loss
 * of power nothing is left but what had been forced to it.
 */
public final class UncertainDisk extends FilePathWrapper {

  private static volatile CountDownLatch arrived = new CountDownLatch(0);
  private static volatile CountDownLatch held = new CountDownLatch(0);

  static void register() {
    FilePath.register(new UncertainDisk());
  }

  /** From now on writes wait. */
  static void hold() {
    held = new CountDownLatch(1);
    arrived = new CountDownLatch(1);
  }

  static void awaitWrite() throws InterruptedException {
    arrived.await();
  }

  static void release() {
    held.countDown();
  }

  /** What is left of a file without power. */
  static Path left(Path file) {
    return file.resolveSibling("left").resolve(file.getFileName());
  }

  @Override
  public String getScheme() {
    return "uncertain";
  }

  @Override
  public FileChannel open(String mode) throws IOException {
    return new Uncertain(super.open(mode), Path.of(unwrap().toString()));
  }

  private static final class Uncertain extends FileBase {

    private final FileChannel base;
    private final Path file;

    Uncertain(FileChannel base, Path file) {
      this.base = base;
      this.file = file;
    }

    @Override
    public void force(boolean metaData) throws IOException {
      base.force(metaData);
      Files.createDirectories(left(file).getParent());
      Files.copy(file, left(file), StandardCopyOption.REPLACE_EXISTING);
    }

    private static void await() throws IOException {
      arrived.countDown();
      try {
        held.await();
      } catch (InterruptedException stopped) {
        throw new IOException(stopped);
      }
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
      await();
      return base.write(bytes);
    }

    @Override
    public int write(ByteBuffer bytes, long position) throws IOException {
      await();
      return base.write(bytes, position);
    }

    @Override
    public int read(ByteBuffer bytes) throws IOException {
      return base.read(bytes);
    }

    @Override
    public int read(ByteBuffer bytes, long position) throws IOException {
      return base.read(bytes, position);
    }

    @Override
    public long position() throws IOException {
      return base.position();
    }

    @Override
    public FileChannel position(long position) throws IOException {
      base.position(position);
      return this;
    }

    @Override
    public long size() throws IOException {
      return base.size();
    }

    @Override
    public FileChannel truncate(long size) throws IOException {
      base.truncate(size);
      return this;
    }

    @Override
    public FileLock tryLock(long position, long size, boolean shared) throws IOException {
      return base.tryLock(position, size, shared);
    }

    @Override
    protected void implCloseChannel() throws IOException {
      base.close();
    }
  }
}
