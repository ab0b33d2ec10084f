package io.apfw.agent;

import io.apfw.capwap.wtp.WtpEvent;
import io.apfw.update.Offer.Source;
import io.apfw.update.UpdateAction.News;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Brings news of an update to whoever began it: the controller's are events of the WTP machine, the
 * others listen. Owned by the event loop.
 */
final class UpdateNews {
  private final Map<Source, Consumer<News>> listeners = new EnumMap<>(Source.class);

  /**
   * @param wtp takes events for the WTP machine
   */
  UpdateNews(Consumer<WtpEvent> wtp) {
    listeners.put(Source.CONTROLLER, news -> wtp.accept(event(news)));
  }

  /** From now on these news go there; must not block. */
  void listen(Source who, Consumer<News> listener) {
    listeners.put(who, listener);
  }

  /** Without effect where nobody listens. */
  void tell(Source to, News news) {
    listeners.getOrDefault(to, unheard -> {}).accept(news);
  }

  private static WtpEvent event(News news) {
    if (news instanceof News.Ready) {
      return new WtpEvent.UpdateReady();
    } else if (news instanceof News.Verified) {
      return new WtpEvent.UpdateVerified();
    } else if (news instanceof News.Activated) {
      return new WtpEvent.UpdateActivated();
    } else if (news instanceof News.Failed failed) {
      return new WtpEvent.UpdateFailed(failed.failure());
    }
    return new WtpEvent.UpdateAborted();
  }
}
