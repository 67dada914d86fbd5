package org.openimr.core.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** No row stands alone in what is given, whatever the file. */
class RowsAlikeTest {

  private static final String OTHER = "Other";

  private static Likeness kind(
      String diagnosis, String part, String treatment, String age, String gender) {
    return new Likeness(
        "2026", new PublicRow.Category(diagnosis, part, treatment, OTHER), age, gender);
  }

  @Test
  void asLittleIsLeftOutAsMakesEnoughOfThemAlike() {
    Likeness many = kind("Cancer", OTHER, "Cancer Care", "65+", "Female");
    Likeness firstPart = kind("Infectious Disease", "Hepatitis", "Pharmacy", "41 to 50", "Male");
    Likeness otherPart = kind("Infectious Disease", OTHER, "Pharmacy", "41 to 50", "Male");
    Likeness young = kind("Vision", OTHER, "Pharmacy", "0 to 10", "Male");
    Likeness old = kind("Vision", OTHER, "Pharmacy", "65+", "Male");
    Likeness woman = kind("Dental Problems", OTHER, "Pharmacy", "65+", "Female");
    Likeness man = kind("Dental Problems", OTHER, "Pharmacy", "65+", "Male");
    Likeness operated = kind("Skin Disorders", OTHER, "Gen Surg Proc", "65+", "Male");
    Likeness dosed = kind("Skin Disorders", OTHER, "Pharmacy", "65+", "Male");
    Likeness alone = kind("Autism Spectrum", OTHER, "Autism Related Tx", "0 to 10", "Other");
    Map<Likeness, Long> rows = new HashMap<>();
    rows.put(many, 3L);
    for (Likeness each :
        List.of(firstPart, otherPart, young, old, woman, man, operated, dosed, alone)) {
      rows.put(each, 2L);
    }

    RowsAlike alike = new RowsAlike(rows, 3, OTHER);

    assertThat(alike.step(many)).isEqualTo(Coarseness.NONE);
    assertThat(List.of(alike.step(firstPart), alike.step(otherPart)))
        .containsOnly(Coarseness.PARTS);
    assertThat(List.of(alike.step(young), alike.step(old))).containsOnly(Coarseness.AGE);
    assertThat(List.of(alike.step(woman), alike.step(man))).containsOnly(Coarseness.GENDER);
    assertThat(List.of(alike.step(operated), alike.step(dosed))).containsOnly(Coarseness.TREATMENT);
    assertThat(alike.step(alone)).isEqualTo(Coarseness.DIAGNOSIS);
    assertThat(alike.at(Coarseness.NONE)).isEqualTo(3);
    assertThat(alike.at(Coarseness.AGE)).isEqualTo(4);
    assertThat(alike.of(young)).isEqualTo(2);
  }

  @Test
  void whoIsGivenAlreadyHidesNobody() {
    // eleven of one age are given as they are; the one of another age is no twelfth without its age
    Map<Likeness, Long> rows = new HashMap<>();
    Likeness one = kind("Cancer", OTHER, "Cancer Care", "21 to 30", "Female");
    rows.put(kind("Cancer", OTHER, "Cancer Care", "65+", "Female"), 11L);
    rows.put(one, 1L);
    assertThat(new RowsAlike(rows, 11, OTHER).step(one)).isEqualTo(Coarseness.DIAGNOSIS);
  }

  @Test
  void ofWhatIsGivenEveryKindIsThereOftenEnough() {
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      List<Likeness> file = new ArrayList<>();
      for (int i = 0; i < 60 + random.nextInt(400); i++) {
        file.add(
            new Likeness(
                random.nextInt(4) == 0 ? "2025" : "2026",
                new PublicRow.Category(
                    "d" + random.nextInt(3),
                    random.nextInt(3) == 0 ? "part" : OTHER,
                    "t" + random.nextInt(4),
                    OTHER),
                "a" + random.nextInt(5),
                "g" + random.nextInt(2)));
      }
      int enough = 2 + random.nextInt(12);
      RowsAlike alike = new RowsAlike(counted(file), enough, OTHER);
      Map<Likeness, Long> given = new HashMap<>();
      for (Likeness each : file) {
        given.merge(each.at(alike.step(each), OTHER), 1L, Long::sum);
      }
      given.forEach(
          (kind, times) -> {
            boolean nothingOfTheMember = kind.category().diagnosis().equals(OTHER);
            assertThat(nothingOfTheMember || times >= enough).as("%s: %d", kind, times).isTrue();
          });
      Collections.shuffle(file, random);
      RowsAlike again = new RowsAlike(counted(file), enough, OTHER);
      file.forEach(each -> assertThat(again.step(each)).isEqualTo(alike.step(each)));
    }
  }

  private static Map<Likeness, Long> counted(List<Likeness> file) {
    Map<Likeness, Long> rows = new LinkedHashMap<>();
    file.forEach(each -> rows.merge(each, 1L, Long::sum));
    return rows;
  }
}
