package org.openimr.server.packet;

import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.util.Matrix;

/**
 * The right end of the foot of a page, as the page is looked at: where its number stands. All
 * lengths are in the units of the page.
 *
 * @param box what of the page is seen, before it is turned
 * @param turned by how much it is turned clockwise, in degrees: 0, 90, 180 or 270
 */
record PageFoot(PDRectangle box, int turned) {

  private static final float SIZE = 8;
  private static final float MARGIN = 14;
  private static final float LETTER = PDRectangle.LETTER.getWidth();
  private static final int RIGHT_ANGLE = 90;

  static PageFoot of(PDPage page) {
    return new PageFoot(page.getCropBox(), page.getRotation());
  }

  /**
   * Returns the size of letters that can be read on a large page and have room on a small one.
   *
   * @param width the width of the number in letters of size 1
   * @return the size
   */
  float size(float width) {
    float across = lies() ? box.getHeight() : box.getWidth();
    float large = Math.max(1, Math.min(box.getWidth(), box.getHeight()) / LETTER);
    return Math.min(SIZE * large, across / (width + 2 * MARGIN / SIZE));
  }

  /**
   * Says where a number stands.
   *
   * @param width its width
   * @param size the size of its letters
   * @return the matrix of its text
   */
  Matrix place(float width, float size) {
    float margin = MARGIN * size / SIZE;
    float x =
        switch (turned) {
          case 90 -> box.getUpperRightX() - margin;
          case 180 -> box.getLowerLeftX() + margin + width;
          case 270 -> box.getLowerLeftX() + margin;
          default -> box.getUpperRightX() - margin - width;
        };
    float y =
        switch (turned) {
          case 90 -> box.getUpperRightY() - margin - width;
          case 180 -> box.getUpperRightY() - margin;
          case 270 -> box.getLowerLeftY() + margin + width;
          default -> box.getLowerLeftY() + margin;
        };
    return Matrix.getRotateInstance(Math.toRadians(turned), x, y);
  }

  private boolean lies() {
    return turned % (2 * RIGHT_ANGLE) != 0;
  }
}
