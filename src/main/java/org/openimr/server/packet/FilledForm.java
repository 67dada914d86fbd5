package org.openimr.server.packet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.pdfbox.pdmodel.PDDocumentCatalog;
import org.apache.pdfbox.pdmodel.interactive.form.PDAcroForm;
import org.apache.pdfbox.pdmodel.interactive.form.PDField;
import org.apache.pdfbox.pdmodel.interactive.form.PDVariableText;

/**
 * What was filled into the form of a PDF, printed onto its pages. Without its form a field is shown
 * only by some, if nothing says how it looks.
 */
final class FilledForm {

  private FilledForm() {}

  /** Prints it; what cannot be printed stays as it is. */
  static void print(PDDocumentCatalog catalog) {
    try {
      // as it was sent, not mended
      PDAcroForm form = catalog.getAcroForm(null);
      if (form == null || form.getFields().isEmpty()) {
        return;
      }
      List<PDField> unseen = new ArrayList<>();
      for (PDField field : form.getFieldTree()) {
        if (field instanceof PDVariableText text
            && (form.getNeedAppearances()
                || text.getWidgets().stream().anyMatch(each -> each.getAppearance() == null))) {
          unseen.add(field);
        }
      }
      form.refreshAppearances(unseen);
      form.setNeedAppearances(false);
      List<PDField> all = new ArrayList<>();
      form.getFieldTree().forEach(all::add);
      form.flatten(all, false);
    } catch (IOException | RuntimeException | StackOverflowError damaged) {
      // its fields stay annotations of the pages
    }
  }
}
