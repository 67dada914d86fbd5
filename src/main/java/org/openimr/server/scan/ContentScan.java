package org.openimr.server.scan;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Base64BinaryType;
import org.hl7.fhir.r4.model.Resource;
import org.openimr.fhir.ElementWalk;
import org.openimr.fhir.json.CanonicalJson;

/**
 * Shows the scanner every content that is about to be stored within a resource, whoever stores it
 * and however it came. What was found clean within the hour is not shown again.
 */
@Interceptor
public final class ContentScan {

  // when others have added what they add, before contents are taken out
  private static final int LATE = 900_000;

  private static final int PIECE = 1 << 16;

  private final ContentScanner scanner;
  private final Cache<String, Boolean> clean =
      Caffeine.newBuilder().maximumSize(20_000).expireAfterWrite(Duration.ofHours(1)).build();

  /** Shows them to this one. */
  ContentScan(ContentScanner scanner) {
    this.scanner = scanner;
  }

  /** Looks at a new resource. */
  @Hook(value = Pointcut.STORAGE_PRESTORAGE_RESOURCE_CREATED, order = LATE)
  public void lookAtNew(IBaseResource resource) {
    require((Resource) resource);
  }

  /** Looks at a changed resource. */
  @Hook(value = Pointcut.STORAGE_PRESTORAGE_RESOURCE_UPDATED, order = LATE)
  public void lookAtChanged(IBaseResource before, IBaseResource after) {
    require((Resource) after);
  }

  /**
   * Looks at all contents of a resource.
   *
   * @throws ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException if one is not known to
   *     be clean
   */
  public void require(Resource resource) {
    if (!scanner.on()) {
      return;
    }
    ElementWalk.visit(
        resource,
        resource.fhirType(),
        (path, element) -> {
          if (element instanceof Base64BinaryType content && content.getValue() != null) {
            require(content.getValue(), path);
          }
        });
  }

  private void require(byte[] content, String path) {
    String name = CanonicalJson.sha256(content);
    if (content.length == 0 || clean.getIfPresent(name) != null) {
      return;
    }
    try (ContentScanner.Scan scan = scanner.begin()) {
      for (int from = 0; from < content.length; from += PIECE) {
        scan.pass(content, from, Math.min(PIECE, content.length - from));
      }
      scan.finish(path);
    }
    clean.put(name, true);
  }
}
