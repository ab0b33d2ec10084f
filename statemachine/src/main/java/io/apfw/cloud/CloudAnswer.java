package io.apfw.cloud;

import io.apfw.cloud.CloudFailure.Cause;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the cloud says in the end: which image each class is to run. No line at all means that there
 * is nothing new.
 *
 * <p>The capture of the body is cut after its first URL's first letters: an empty line, the numbers
 * 26, 23, 30 and 10 on lines of their own, and "25 htt". Either each line had its URL, which
 * whoever published the capture took out as all its host names, or the numbers share the URL that
 * follows. Both are read: a line is any number of classes and at most one URL, and a URL is for all
 * classes since the URL before.
 *
 * @param urls in their order, each class once
 */
record CloudAnswer(List<ClassUrl> urls) {
  private static final String SESSION = "X-Session-Id";
  private static final String SUCCESS = "success";
  private static final int CLASSES_MAX = 256;
  private static final int SHOWN_CHARS_MAX = 64;
  private static final int HTTP_OK = 200;
  private static final Pattern SESSION_FORM = Pattern.compile("[!-~]{1,128}");
  private static final Pattern CHALLENGE = Pattern.compile("[0-9]{16,4096}");
  private static final Pattern TEXT = Pattern.compile("[\\t\\r\\n -~]*");
  private static final Pattern CLASS = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,31}");
  private static final Pattern URL = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]{0,15}://.{1,2030}");

  CloudAnswer {
    urls = List.copyOf(urls);
  }

  /**
   * What the first answer asks to be proved.
   *
   * @param session echoed in everything that follows
   * @param digits decimal, 16 to 4096 of them; the capture has 209
   */
  record Challenge(String session, String digits) {

    /** Reads the first answer. */
    static Challenge read(CloudResponse response) throws CloudRefusedException {
      checkOk(response);
      Optional<String> code = response.header("X-Status-Code");
      if (code.isPresent() && !code.get().equals(SUCCESS)) {
        throw new CloudRefusedException(CloudFailure.ofCode(shown(code.get())));
      }
      String digits =
          response
              .header("X-Challenge")
              .orElseThrow(() -> new CloudRefusedException(Cause.NO_CHALLENGE, "no X-Challenge"));
      if (!CHALLENGE.matcher(digits).matches()) {
        throw new CloudRefusedException(
            Cause.NO_CHALLENGE, "X-Challenge '" + shown(digits) + "': 16 to 4096 decimal digits");
      }
      return new Challenge(sessionOf(response), digits);
    }
  }

  /** Reads the second answer. */
  static CloudAnswer read(CloudResponse response, String session) throws CloudRefusedException {
    checkOk(response);
    String own = sessionOf(response);
    if (!own.equals(session)) {
      throw new CloudRefusedException(
          Cause.OTHER_SESSION, "'" + shown(own) + "', ours is '" + shown(session) + "'");
    }
    String type = response.header("X-Type").orElse("");
    if (!type.equals(CloudRequest.TYPE)) {
      throw new CloudRefusedException(
          Cause.OTHER_TYPE, "X-Type '" + shown(type) + "', wanted " + CloudRequest.TYPE);
    }
    String code =
        response
            .header("X-Status-Code")
            .orElseThrow(() -> new CloudRefusedException(Cause.NO_STATUS_CODE, "no X-Status-Code"));
    if (!code.equals(SUCCESS)) {
      throw new CloudRefusedException(CloudFailure.ofCode(shown(code)));
    }
    return new CloudAnswer(lines(response.body()));
  }

  private static void checkOk(CloudResponse response) throws CloudRefusedException {
    int status = response.status();
    if (status >= 300 && status < 400) {
      throw new CloudRefusedException(
          Cause.CLOUD_REDIRECTED,
          status
              + " to '"
              + shown(response.header("Location").orElse(""))
              + "': set cloud.url if that is the cloud");
    }
    if (status != HTTP_OK) {
      throw new CloudRefusedException(
          Cause.CLOUD_HTTP_STATUS, (status + " " + shown(response.reason())).strip());
    }
  }

  private static String sessionOf(CloudResponse response) throws CloudRefusedException {
    String session = response.header(SESSION).orElse("");
    if (!SESSION_FORM.matcher(session).matches()) {
      throw new CloudRefusedException(
          Cause.NO_SESSION,
          session.isEmpty()
              ? "no " + SESSION
              : SESSION + " '" + shown(session) + "': 1 to 128 visible characters");
    }
    return session;
  }

  private static List<ClassUrl> lines(String body) throws CloudRefusedException {
    if (!TEXT.matcher(body).matches()) {
      throw new CloudRefusedException(
          Cause.ANSWER_NOT_TEXT, body.length() + " bytes, not all of them ASCII");
    }
    Map<String, String> urls = new LinkedHashMap<>();
    List<String> waiting = new ArrayList<>();
    int number = 0;
    for (String line : body.split("\r\n|\n|\r", -1)) {
      number++;
      for (String word : line.strip().split("[ \t]+", -1)) {
        if (word.isEmpty()) {
          continue;
        }
        word(word, number, waiting, urls);
      }
    }
    if (!waiting.isEmpty()) {
      throw malformed(number, "no URL follows class " + String.join(", ", waiting));
    }
    return urls.entrySet().stream().map(e -> new ClassUrl(e.getKey(), e.getValue())).toList();
  }

  private static void word(String word, int line, List<String> waiting, Map<String, String> urls)
      throws CloudRefusedException {
    if (CLASS.matcher(word).matches()) {
      if (waiting.size() + urls.size() == CLASSES_MAX) {
        throw malformed(line, "more than " + CLASSES_MAX + " classes");
      }
      waiting.add(word);
    } else if (!URL.matcher(word).matches()) {
      throw malformed(line, "'" + shown(word) + "' is neither a class nor a URL");
    } else if (waiting.isEmpty()) {
      throw malformed(line, "no class before the URL " + shown(word));
    } else {
      for (String imageClass : waiting) {
        String before = urls.putIfAbsent(imageClass, word);
        if (before != null && !before.equals(word)) {
          throw malformed(line, "a second URL for class " + imageClass);
        }
      }
      waiting.clear();
    }
  }

  private static CloudRefusedException malformed(int line, String why) {
    return new CloudRefusedException(Cause.ANSWER_MALFORMED, "line " + line + ": " + why);
  }

  /** What a peer sent, for a log: visible ASCII and not much of it. */
  private static String shown(String text) {
    String clean = CloudResponse.withoutPermissions(text.replaceAll("[^ -~]", "."));
    return clean.length() <= SHOWN_CHARS_MAX ? clean : clean.substring(0, SHOWN_CHARS_MAX) + "...";
  }

  /** The image of a class: by its number or name in the answer, else by its name in a file name. */
  Optional<String> url(String imageClass) throws CloudRefusedException {
    for (ClassUrl line : urls) {
      if (line.imageClass().equalsIgnoreCase(imageClass)) {
        return Optional.of(line.url());
      }
    }
    List<String> named =
        urls.stream()
            .map(ClassUrl::url)
            .distinct()
            .filter(
                url ->
                    ImageName.of(url)
                        .filter(name -> name.imageClass().equalsIgnoreCase(imageClass))
                        .isPresent())
            .toList();
    if (named.size() > 1) {
      throw new CloudRefusedException(
          Cause.ANSWER_MALFORMED, named.size() + " different images of class " + imageClass);
    }
    return named.stream().findFirst();
  }
}
