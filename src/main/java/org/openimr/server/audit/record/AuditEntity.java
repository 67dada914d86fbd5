package org.openimr.server.audit.record;

/**
 * What an access was about.
 *
 * @param kind in which way
 * @param reference a relative reference without version, such as {@code Task/1}; of a client its id
 * @param version the version of the resource; empty if none is meant
 */
public record AuditEntity(Kind kind, String reference, String version) {

  /** In which way something is part of an access. */
  public enum Kind {
    /** The resource that was asked for or written. */
    DATA("data"),
    /** The case that it belongs to. */
    CASE("case"),
    /** The patient that it tells of. */
    PATIENT("patient"),
    /** The program that was registered or disabled. */
    CLIENT("client");

    private final String code;

    Kind(String code) {
      this.code = code;
    }

    String code() {
      return code;
    }

    static Kind of(String code) {
      for (Kind kind : values()) {
        if (kind.code.equals(code)) {
          return kind;
        }
      }
      throw new IllegalArgumentException(code);
    }
  }

  /** What an access was about, of which there is nothing more to say. */
  public static AuditEntity of(Kind kind, String reference) {
    return new AuditEntity(kind, reference, "");
  }
}
