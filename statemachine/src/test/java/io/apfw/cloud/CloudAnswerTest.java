package io.apfw.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.apfw.cloud.CloudFailure.Cause;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read from an answer, and what is refused. */
class CloudAnswerTest {
  private static final String A = "http://images.example/fw/ArubaInstant_Centaurus_8.1.0.0_1";
  private static final String B = "http://images.example/fw/ArubaInstant_Taurus_8.1.0.0_1";

  private static CloudAnswer read(String body) throws CloudRefusedException {
    return CloudAnswer.read(
        CloudBench.answer("success", CloudBench.SESSION, body), CloudBench.SESSION);
  }

  private static CloudFailure refusal(CloudResponse response) {
    try {
      return new CloudFailure(
          Cause.CLOUD_TLS, "accepted: " + CloudAnswer.read(response, CloudBench.SESSION));
    } catch (CloudRefusedException e) {
      return e.failure();
    }
  }

  @Test
  void aPairPerLine() throws CloudRefusedException {
    assertThat(read("\r\n26 " + A + "\r\n23 " + B + "\r\n").urls())
        .containsExactly(new ClassUrl("26", A), new ClassUrl("23", B));
  }

  @Test
  void numbersOnLinesOfTheirOwnShareTheUrlThatFollows() throws CloudRefusedException {
    assertThat(read("\r\n26\r\n23\r\n30\r\n10\r\n25 " + A).urls())
        .extracting(ClassUrl::imageClass, ClassUrl::url)
        .containsExactly(
            tuple("26", A), tuple("23", A), tuple("30", A), tuple("10", A), tuple("25", A));
    assertThat(read("26\n23\n" + A).urls()).hasSize(2);
  }

  @Test
  void aClassIsFoundByItsNumberOrByItsNameInAFileName() throws CloudRefusedException {
    CloudAnswer answer = read("26 " + A + "\n23 " + B);
    assertThat(answer.url("23")).contains(B);
    assertThat(answer.url("centaurus")).contains(A);
    assertThat(answer.url("Ursa")).isEmpty();
  }

  @Test
  void twoImagesOfOneNameAreNoAnswer() throws CloudRefusedException {
    CloudAnswer answer = read("26 " + A + "\n23 " + A + "2");
    CloudBench bench = new CloudBench(CloudBench.config(Map.of(), CloudConfig.Wanted.NEWER, false));
    bench.started().proved(CloudBench.CHALLENGE).answered("26 " + A + "\n23 " + A + "2");
    assertThat(answer.urls()).hasSize(2);
    assertThat(bench.cause()).isEqualTo(Cause.ANSWER_MALFORMED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "26",
        "26 http://a/b_c_1.2 27",
        "http://a/b_c_1.2",
        "26 http://a/x\n26 http://a/y",
        "26 http//a",
        "26 <html>",
        "26 http://"
      })
  void malformedLinesAreRefusedByTheirNumber(String body) {
    CloudFailure failure = refusal(CloudBench.answer("success", CloudBench.SESSION, body));
    assertThat(failure.cause()).isEqualTo(Cause.ANSWER_MALFORMED);
    assertThat(failure.detail()).startsWith("line ");
  }

  @Test
  void moreClassesThanThereCanBeAreRefused() {
    StringBuilder body = new StringBuilder();
    for (int i = 0; i < 300; i++) {
      body.append(i).append("\r\n");
    }
    assertThat(refusal(CloudBench.answer("success", CloudBench.SESSION, body + A)).detail())
        .contains("more than 256 classes");
  }

  @Test
  void bytesThatAreNoTextAreRefused() {
    assertThat(refusal(CloudBench.answer("success", CloudBench.SESSION, "26 \0\u00ff")).cause())
        .isEqualTo(Cause.ANSWER_NOT_TEXT);
  }

  @ParameterizedTest
  @CsvSource({
    "fail-prov-no-rule, NO_RULE",
    "fail-prov-no-device, NO_DEVICE",
    "fail-prov-no-shipped, NOT_SHIPPED",
    "fail-something, REFUSED",
    "Success, REFUSED"
  })
  void everyOtherCodeIsARefusalAsItIs(String code, Cause cause) {
    CloudFailure failure = refusal(CloudBench.answer(code, CloudBench.SESSION, ""));
    assertThat(failure.cause()).isEqualTo(cause);
    assertThat(failure.line()).endsWith("X-Status-Code " + code);
  }

  @Test
  void theAnswerMustBeToOurSessionAndQuestion() {
    assertThat(refusal(CloudBench.answer("success", "another", "")).cause())
        .isEqualTo(Cause.OTHER_SESSION);
    assertThat(refusal(without("X-Session-Id")).cause()).isEqualTo(Cause.NO_SESSION);
    assertThat(refusal(without("X-Status-Code")).cause()).isEqualTo(Cause.NO_STATUS_CODE);
    assertThat(refusal(without("X-Type")).cause()).isEqualTo(Cause.OTHER_TYPE);
  }

  private static CloudResponse without(String name) {
    CloudResponse whole = CloudBench.answer("success", CloudBench.SESSION, "");
    return new CloudResponse(
        200, "OK", whole.headers().stream().filter(h -> !h.name().equals(name)).toList(), "");
  }

  @ParameterizedTest
  @CsvSource({
    "500, CLOUD_HTTP_STATUS",
    "204, CLOUD_HTTP_STATUS",
    "301, CLOUD_REDIRECTED",
    "307, CLOUD_REDIRECTED"
  })
  void onlyOkIsAnAnswer(int status, Cause cause) {
    assertThat(
            refusal(
                    new CloudResponse(
                        status, "", List.of(new Header("Location", "https://other.example/")), ""))
                .cause())
        .isEqualTo(cause);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "123", "12345678901234567x", "-1234567890123456"})
  void aChallengeIsALongDecimalNumber(String digits) {
    CloudBench bench = new CloudBench(CloudBench.config());
    bench.started().verified().challenged(digits);
    assertThat(bench.cause()).isEqualTo(Cause.NO_CHALLENGE);
  }

  @Test
  void aCloudThatRefusesAtOnceIsHeard() {
    CloudBench bench = new CloudBench(CloudBench.config());
    bench.started().verified();
    bench.on(
        new CloudEvent.Answered(
            bench.attempt(), CloudBench.answer("fail-prov-no-device", CloudBench.SESSION, "")));
    assertThat(bench.cause()).isEqualTo(Cause.NO_DEVICE);
  }

  @Provide
  Arbitrary<CloudResponse> responses() {
    Arbitrary<String> junk = Arbitraries.strings().withCharRange('\0', '\u00ff').ofMaxLength(200);
    Arbitrary<String> parts =
        Arbitraries.of("26", " ", "\r\n", "\n", A, B, "http://", "x_y_1.2", "?q=1", "\u00e9", "\t");
    Arbitrary<String> bodies =
        Arbitraries.oneOf(junk, parts.list().ofMaxSize(12).map(list -> String.join("", list)));
    Arbitrary<String> names =
        Arbitraries.of("X-Session-Id", "x-session-id", "X-Status-Code", "X-Type", "X-Challenge");
    Arbitrary<String> values =
        Arbitraries.oneOf(
            Arbitraries.of("success", "firmware-check", CloudBench.SESSION, CloudBench.CHALLENGE),
            junk);
    Arbitrary<List<Header>> headers =
        Combinators.combine(names, values).as(Header::new).list().ofMaxSize(6);
    Arbitrary<List<Header>> good =
        Arbitraries.just(CloudBench.answer("success", CloudBench.SESSION, "").headers());
    return Combinators.combine(
            Arbitraries.oneOf(Arbitraries.just(200), Arbitraries.integers().between(0, 999)),
            Arbitraries.oneOf(headers, good),
            bodies)
        .as((status, all, body) -> new CloudResponse(status, "", all, body));
  }

  /** Junk ends in a named refusal or in a verdict, and never by an exception. */
  @Property
  void junkIsRefusedByName(
      @ForAll("responses") CloudResponse first, @ForAll("responses") CloudResponse second) {
    CloudBench bench = new CloudBench(CloudBench.config());
    bench.started().verified();
    bench.on(new CloudEvent.Answered(bench.attempt(), first));
    if (bench.state instanceof CloudState.Idle) {
      assertThat(bench.verdict().failure()).isPresent();
      bench.verified().challenged(CloudBench.CHALLENGE);
    }
    bench.on(new CloudEvent.ProofMade(bench.attempt(), CloudBench.PROOF));
    bench.on(new CloudEvent.Answered(bench.attempt(), second));
    assertThat(bench.state).isInstanceOf(CloudState.Idle.class);
    CloudVerdict verdict = bench.verdict();
    assertThat(verdict.failure().isPresent())
        .isEqualTo(verdict.outcome() == CloudVerdict.Outcome.FAILED);
    verdict
        .failure()
        .ifPresent(failure -> assertThat(failure.line()).matches("[ -~]*").hasSizeLessThan(600));
  }

  /** Whatever order they stand in, each class has the URL that follows it. */
  @Property
  void everyClassHasTheUrlThatFollowsIt(@ForAll("groups") List<List<Integer>> groups)
      throws CloudRefusedException {
    StringBuilder body = new StringBuilder();
    List<ClassUrl> expected = new ArrayList<>();
    int number = 0;
    for (int group = 0; group < groups.size(); group++) {
      String url = "http://h/p_c_1." + group;
      for (int separator : groups.get(group)) {
        String name = Integer.toString(number++);
        expected.add(new ClassUrl(name, url));
        body.append(name).append(separator == 0 ? " " : "\r\n");
      }
      body.append(url).append("\r\n");
    }
    assertThat(read(body.toString()).urls()).isEqualTo(expected);
  }

  @Provide
  Arbitrary<List<List<Integer>>> groups() {
    return Arbitraries.of(0, 1).list().ofMinSize(1).ofMaxSize(5).list().ofMaxSize(6);
  }

  @ParameterizedTest
  @CsvSource({
    "http://h/ArubaInstant_Centaurus_6.5.0.0-4.3.0.0_56428, Centaurus, 6.5.0.0-4.3.0.0",
    "https://h/x/apfw_ap1g8_17.9.4.27.tar, ap1g8, 17.9.4.27",
    "http://h/apfw_ap1g8_17.9.4.27_1.tar.gz?token=a/b_c_1.1, ap1g8, 17.9.4.27"
  })
  void theFileNameTellsClassAndVersion(String url, String imageClass, String version) {
    assertThat(ImageName.of(url)).contains(new ImageName(imageClass, version));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://h/",
        "http://h/image.tar",
        "http://h/a_b",
        "http://h/a_b_c",
        "http://h/a_b_1"
      })
  void anotherFileNameTellsNothing(String url) {
    assertThat(ImageName.of(url)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "1.2, 1.10, -1",
    "1.2, 1.2.0, 0",
    "17.9.4.27, 17.9.4.26, 1",
    "1.2-1.0, 1.2-0.9, 1",
    "1.a, 1.1, -1",
    "1.007, 1.7, 0",
    "99999999999999999999, 100000000000000000000, -1"
  })
  void versionsCompareNumberByNumber(String one, String other, int order) {
    assertThat(Integer.signum(VersionOrder.compare(one, other))).isEqualTo(order);
    assertThat(Integer.signum(VersionOrder.compare(other, one))).isEqualTo(-order);
  }

  @ParameterizedTest
  @CsvSource({
    "AP-215, Centaurus",
    "AP-303H, Ursa",
    "AP-305, Ursa",
    "AP-207, Vela",
    "205, Taurus",
    "IAP-315, Hercules",
    "AP-387, Hercules",
    "AP-635, Norma"
  })
  void knownModelsHaveTheirClass(String model, String imageClass) {
    assertThat(KnownClasses.of(model)).contains(imageClass);
  }

  @ParameterizedTest
  @ValueSource(strings = {"AP-115", "C9105AXI", "AP-201", ""})
  void othersHaveNone(String model) {
    assertThat(KnownClasses.of(model)).isEqualTo(Optional.empty());
  }
}
