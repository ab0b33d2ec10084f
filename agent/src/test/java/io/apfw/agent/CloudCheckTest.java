package io.apfw.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

import io.apfw.agent.cloud.CloudClient;
import io.apfw.agent.cloud.CloudSetup;
import io.apfw.agent.cloud.ImageUrlPolicy;
import io.apfw.capwap.wtp.RunEnd;
import io.apfw.cloud.ApInfo;
import io.apfw.cloud.CloudConfig;
import io.apfw.link.transport.EventLoop;
import io.apfw.link.transport.MonotonicClock;
import io.apfw.report.Report;
import io.apfw.update.Inventory;
import io.apfw.update.Offer.Source;
import io.apfw.update.UpdateAction.News;
import io.apfw.update.UpdateEvent;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the cloud began goes on beside a controller, or waits for it. */
class CloudCheckTest {
  private static final Inventory INVENTORY =
      new Inventory("8.10.130.0", Optional.empty(), Optional.empty(), Set.of(), false);

  private final EventLoop loop = new EventLoop(new MonotonicClock());
  private final List<UpdateEvent> updates = new CopyOnWriteArrayList<>();
  private final List<Report> said = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() {
    loop.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anImageOfTheCloudIsNotBootedUnderAController(boolean whileManaged) throws Exception {
    CloudCheck cloud = check(whileManaged);
    cloud.start(INVENTORY, 1);
    onLoop(() -> cloud.managed(true));
    onLoop(() -> cloud.heard(new News.Verified()));
    UpdateEvent activate = new UpdateEvent.ActivateRequested(Source.CLOUD, "");
    if (whileManaged) {
      assertThat(updates).containsExactly(activate);
      return;
    }
    assertThat(updates).isEmpty();
    assertThat(said).contains(new Report.CloudDecided("MANAGED", "8.10.130.0"));
    onLoop(() -> cloud.managed(false));
    onLoop(() -> cloud.heard(new News.Verified()));
    assertThat(updates).as("once it has gone").containsExactly(activate);
  }

  private CloudCheck check(boolean whileManaged) throws Exception {
    CloudConfig config =
        new CloudConfig(
            "cloud.example",
            "cloud.example",
            "abc",
            "Aruba",
            "IAP",
            false,
            "000110",
            new ApInfo("CK0028642", "ac:a3:1e:c5:9a:6e", "AP-215"),
            List.of(),
            Map.of("AP-215", "25"),
            "ap1g8",
            CloudConfig.Wanted.NEWER,
            whileManaged,
            new CloudConfig.Timing(5_000, 30_000, 60_000, 604_800_000, 60_000, 86_400_000));
    return new CloudCheck(
        loop,
        new CloudSetup(config, new ImageUrlPolicy(false, false)).machine(),
        events -> mock(CloudClient.class),
        new CloudCheck.Events() {
          @Override
          public void say(Report report) {
            said.add(report);
          }

          @Override
          public void on(UpdateEvent event) {
            updates.add(event);
          }

          @Override
          public void restart(String reason, RunEnd how) {
            throw new AssertionError(reason);
          }
        });
  }

  private void onLoop(Runnable task) {
    CompletableFuture.runAsync(task, loop).join();
  }
}
