package org.logoformer.shard;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * A folder on a disk of this machine with copies of shards, which the processes of one user share:
 * a folder for each shard set, named by the set's content. A file under its own name is whole; who
 * reads needs no lock. Who writes or removes holds the one lock of the folder.
 *
 * <p>No link is followed, and nothing is counted or removed whose name this class does not give.
 */
final class CacheFolder {
  private static final String SET = "set-";
  private static final String UNFINISHED = ".part";
  private static final String SETS = SET + "[0-9a-f]{64}";
  private static final String FILES = "part-\\d{5,}\\.seq(\\.part)?";

  /**
   * Folders that this process has locked. The operating system locks for a whole process, and
   * releases when any channel to the file is closed.
   */
  private static final Set<Path> LOCKED = ConcurrentHashMap.newKeySet();

  private final Path folder;

  private record Copy(Path file, long bytes, FileTime used) {}

  /**
   * Opens a folder; it is made if it is not there.
   *
   * @throws IOException if it does not belong to this user alone, or cannot be made
   */
  CacheFolder(Path given) throws IOException {
    Path asked = given.toAbsolutePath().normalize();
    requireNoLinksOfOthers(asked);
    if (!Files.isDirectory(asked)) {
      Files.createDirectories(asked.getParent());
      create(asked);
    }
    // A link of this user's own may lead to it; by two names it would be locked twice.
    this.folder = asked.toRealPath();
    requireOwn(folder);
  }

  private static void create(Path folder) throws IOException {
    try {
      Files.createDirectory(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (FileAlreadyExistsException e) {
      // Another process made it, or an earlier one.
    }
  }

  private static void requireNoLinksOfOthers(Path folder) throws IOException {
    for (Path path = folder; path != null; path = path.getParent()) {
      if (Files.isSymbolicLink(path) && owner(path) != 0 && owner(path) != self()) {
        throw new IOException(path + " is a link that another user made");
      }
    }
  }

  private static void requireOwn(Path folder) throws IOException {
    Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(folder);
    if (owner(folder) != self()
        || permissions.contains(PosixFilePermission.GROUP_WRITE)
        || permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
      throw new IOException(
          folder
              + " belongs to another user, or others may write to it: name a folder of your own, or"
              + " one that is not there yet");
    }
  }

  private static int owner(Path path) throws IOException {
    return (Integer) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
  }

  private static int self() throws IOException {
    return (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
  }

  /** Where the copy of a shard is, or would be. */
  Path file(String set, Shard shard) {
    return folder.resolve(SET + set).resolve(shard.file());
  }

  /** Where the copy of a shard is while it is written; its folder is made. */
  Path unfinished(String set, Shard shard) throws IOException {
    Path file = file(set, shard);
    create(file.getParent());
    if (!isFolder(file.getParent())) {
      throw new IOException(file.getParent() + " is no folder: delete it");
    }
    return file.resolveSibling(file.getFileName() + UNFINISHED);
  }

  /** Does something while no other process writes; false, and nothing is done, if one does. */
  boolean alone(Writing writing) throws IOException {
    if (!LOCKED.add(folder)) {
      return false;
    }
    try (FileChannel file =
        FileChannel.open(
            folder.resolve("lock"),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            LinkOption.NOFOLLOW_LINKS)) {
      FileLock lock = file.tryLock();
      if (lock == null) {
        return false;
      }
      writing.run();
      return true;
    } finally {
      LOCKED.remove(folder);
    }
  }

  /** What is done alone. */
  interface Writing {
    void run() throws IOException;
  }

  /**
   * Removes the copies used least recently until there is room. To be called {@link #alone}.
   *
   * @param bytes wanted
   * @param bound on the bytes of all copies
   * @param idle how long a copy must not have been used to be removed
   * @return whether there is room now
   */
  boolean makeRoom(long bytes, long bound, Duration idle) throws IOException {
    List<Copy> copies = new ArrayList<>();
    long used = 0;
    for (Copy copy : copies()) {
      if (copy.file().toString().endsWith(UNFINISHED)) {
        // Left by a process that died: nobody else writes now.
        remove(copy.file());
      } else {
        copies.add(copy);
        used += copy.bytes();
      }
    }
    copies.sort(Comparator.comparing(Copy::used).thenComparing(Copy::file));
    Instant latest = Instant.now().minus(idle);
    for (Copy copy : copies) {
      if (used + bytes <= bound || copy.used().toInstant().isAfter(latest)) {
        break;
      }
      remove(copy.file());
      used -= copy.bytes();
    }
    return used + bytes <= bound;
  }

  private List<Copy> copies() throws IOException {
    List<Copy> copies = new ArrayList<>();
    for (Path set : children(folder, SETS)) {
      if (!isFolder(set)) {
        continue;
      }
      for (Path file : children(set, FILES)) {
        BasicFileAttributes attributes =
            Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (attributes.isRegularFile()) {
          copies.add(new Copy(file, attributes.size(), attributes.lastModifiedTime()));
        }
      }
    }
    return copies;
  }

  private static List<Path> children(Path folder, String names) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(path -> path.getFileName().toString().matches(names)).toList();
    }
  }

  private static boolean isFolder(Path path) {
    return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
  }

  /** Removes a copy, and the folder of its set with the last one. */
  private static void remove(Path file) throws IOException {
    Files.deleteIfExists(file);
    try {
      Files.deleteIfExists(file.getParent());
    } catch (DirectoryNotEmptyException e) {
      // It has more.
    }
  }

  /** Whether there is a copy. */
  static boolean has(Path file) {
    return isFolder(file.getParent()) && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
  }

  /** Opens a copy for reading; empty if there is none. */
  static Optional<FileChannel> open(Path file) throws IOException {
    if (!isFolder(file.getParent())) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** Notes that a copy was used. */
  static void used(Path file) throws IOException {
    Files.getFileAttributeView(file, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
        .setTimes(FileTime.from(Instant.now()), null, null);
  }

  @Override
  public String toString() {
    return folder.toString();
  }
}
