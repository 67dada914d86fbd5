package org.openimr.fhir.content;

import java.util.Optional;
import org.hl7.fhir.r4.model.Attachment;
import org.hl7.fhir.r4.model.Base64BinaryType;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.Element;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.StringType;

/**
 * Where an attachment or a Binary holds its content: the bytes, or in their place the name of a
 * content that is kept apart.
 *
 * <p>In the store the name is an extension of {@code data}. In memory it stands on the attachment,
 * or in the {@code meta} of the Binary: HAPI loses extensions of {@code data} when it copies.
 */
public final class ContentElement {

  /** The extension that holds the name. */
  public static final String NAME =
      "https://openimr.org/fhir/StructureDefinition/imr-stored-content";

  private static final String ABSENT = "http://hl7.org/fhir/StructureDefinition/data-absent-reason";

  private final Base64BinaryType data;
  private final Element holder;

  private ContentElement(Base64BinaryType data, Element holder) {
    this.data = data;
    this.holder = holder;
  }

  /** That of an attachment; empty if it has no content. */
  public static Optional<ContentElement> of(Attachment attachment) {
    return attachment.hasDataElement() || attachment.hasExtension(NAME)
        ? Optional.of(new ContentElement(attachment.getDataElement(), attachment))
        : Optional.empty();
  }

  /** That of a Binary; empty if it has no content. */
  public static Optional<ContentElement> of(Binary binary) {
    return binary.hasDataElement() || binary.hasMeta() && binary.getMeta().hasExtension(NAME)
        ? Optional.of(new ContentElement(binary.getDataElement(), binary.getMeta()))
        : Optional.empty();
  }

  /** Whether a Binary names its content. */
  public static boolean named(Binary binary) {
    return of(binary).filter(each -> each.text() != null).isPresent();
  }

  /** The content that a Binary names; null if it names none. */
  public static StoredContent nameOf(Binary binary) {
    return of(binary).flatMap(ContentElement::content).orElse(null);
  }

  /** The bytes; null if they are not here. */
  public byte[] bytes() {
    return data.getValue();
  }

  /** Puts the bytes in their place, and takes the name away. */
  public void put(byte[] bytes) {
    remove();
    data.setValue(bytes);
  }

  /** The text of the name, with what else stands there; null if there is none. */
  public String text() {
    Extension name = data.getExtensionByUrl(NAME);
    if (name == null) {
      name = holder.getExtensionByUrl(NAME);
    }
    return name == null ? null : String.valueOf(name.getValue());
  }

  /** The content that is named; empty if none is, or not rightly. */
  public Optional<StoredContent> content() {
    String text = text();
    return text == null ? Optional.empty() : StoredContent.of(text);
  }

  /** Puts a name in the place of the bytes, as it is stored. */
  public void store(StoredContent content) {
    remove();
    data.setValue(null);
    data.addExtension(new Extension(NAME, new StringType(content.toString())));
  }

  /**
   * Puts a name in the place of the bytes, as it is held in memory.
   *
   * @param text the name, with what shows that it is the server's
   * @param lost whether the bytes cannot be had
   */
  public void hold(String text, boolean lost) {
    remove();
    data.setValue(null);
    holder.addExtension(new Extension(NAME, new StringType(text)));
    if (lost) {
      holder.addExtension(new Extension(ABSENT, new CodeType("error")));
    }
  }

  /** Takes the name away, and leaves no content. */
  public void forget() {
    remove();
  }

  /** Takes the name away, and says that the bytes cannot be had. */
  public void lose() {
    remove();
    data.setValue(null);
    holder.addExtension(new Extension(ABSENT, new CodeType("error")));
  }

  /** Whether the bytes cannot be had. */
  public boolean lost() {
    return holder.hasExtension(NAME) && holder.hasExtension(ABSENT);
  }

  private void remove() {
    if (lost()) {
      holder.getExtension().removeIf(each -> ABSENT.equals(each.getUrl()));
    }
    holder.getExtension().removeIf(each -> NAME.equals(each.getUrl()));
    data.getExtension().removeIf(each -> NAME.equals(each.getUrl()));
  }
}
