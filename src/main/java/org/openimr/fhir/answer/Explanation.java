package org.openimr.fhir.answer;

import java.time.LocalDate;
import java.util.function.Supplier;
import org.openimr.core.policy.ReviewPolicy;

/**
 * Whether answers carry explanations, and what each of them says besides.
 *
 * @param wanted whether they do; if not, none is made
 * @param remark a sentence that ends every explanation, or null
 */
public record Explanation(boolean wanted, String remark) {

  /** No explanations. */
  public static final Explanation NONE = new Explanation(false, null);

  /**
   * Explains what is judged under a policy.
   *
   * @param policy the policy
   * @param opened the local date on which the case was opened; before the date of the text held,
   *     the explanation says that the text is assumed
   * @return the explanation
   */
  public static Explanation under(ReviewPolicy policy, LocalDate opened) {
    LocalDate text = policy.header().textDate();
    boolean assumed = text != null && opened.isBefore(text);
    return new Explanation(
        true,
        assumed
            ? "The text held is of "
                + text
                + "; the case was opened before, on "
                + opened
                + ", and is judged as if that text had held then."
            : null);
  }

  /** The text of an explanation, made only if it is wanted; else null. */
  String of(Supplier<String> text) {
    if (!wanted) {
      return null;
    }
    return remark == null ? text.get() : text.get() + "\n" + remark;
  }
}
