using System.Globalization;
using System.Text;
using Bookstore.Support;
using Shouldly;
using Xunit;

namespace Bookstore.Architecture.Tests;

/// <summary>docs/metrics.md is made from what the packages measure and trace while they run.</summary>
public sealed class MetricsPageTests
{
    private const string WebhookOutcomes = "`delivered`, `refused`, `redirected`, `timed_out`, `name_not_resolved`, `address_refused`, `url_refused`, `secret_unreadable`, `not_connected`, `not_trusted` or `broken`";

    private const string Shop = "`BookstoreOptions.ShopName`, where it is set";

    private const string Consumer = "the name of the event handler";

    // What the tags say, by the name of the instrument or the activity.
    private static readonly SortedDictionary<string, SortedDictionary<string, string>> Tags = new(StringComparer.Ordinal)
    {
        ["bookstore.client.request.duration"] = Of(("operation", "method of `IBookstoreApi`, without `Async`"), ("outcome", "the HTTP status, a value of `BookstoreApiFault`, or `cancelled`")),
        ["bookstore.client.retries"] = Of(("operation", "method of `IBookstoreApi`, without `Async`"), ("reason", "the last failure: the HTTP status, `timeout`, `connection` or `circuit open`")),
        ["bookstore.commit.duration"] = Of(("shop", Shop)),
        ["bookstore.commit.retries"] = Of(("shop", Shop)),
        ["bookstore.commit.size"] = Of(("shop", Shop)),
        ["bookstore.commit.unknown_outcomes"] = Of(("shop", Shop)),
        ["bookstore.deliveries.unserved"] = Of(("courier", "the courier's name"), ("shop", Shop)),
        ["bookstore.events.behind"] = Of(("consumer", Consumer), ("shop", Shop)),
        ["bookstore.events.consumed"] = Of(("consumer", Consumer), ("outcome", "`done`, `failed` or `parked`"), ("shop", Shop)),
        ["bookstore.events.lag"] = Of(("consumer", Consumer), ("shop", Shop)),
        ["bookstore.events.parked.age"] = Of(("consumer", Consumer), ("shop", Shop)),
        ["bookstore.events.written"] = Of(("shop", Shop)),
        ["bookstore.health.status"] = Of(("check", "`store`, `events` or `work`, see [REST](rest.md#mount-it-in-your-own-application)"), ("shop", Shop)),
        ["bookstore.http.event_streams"] = Of(("shop", Shop)),
        ["bookstore.http.events"] = Of(("way", "`page` or `stream`"), ("shop", Shop)),
        ["bookstore.http.refused"] = Of(("reason", "`unauthorized`, `forbidden`, `throttled` or `customer_limit`"), ("shop", Shop)),
        ["bookstore.notifications.unserved"] = Of(("source", "the source's name"), ("shop", Shop)),
        ["bookstore.orders"] = Of(("outcome", "a value of [`PlaceOrderOutcome`](errors.md#placeorderoutcome)"), ("shop", Shop)),
        ["bookstore.orders.unserved"] = Of(("gateway", "the gateway's name"), ("shop", Shop)),
        ["bookstore.refunds.unserved"] = Of(("gateway", "the gateway's name"), ("shop", Shop)),
        ["bookstore.queue.depth"] = Of(("shop", Shop)),
        ["bookstore.recovery.actions"] = Of(("action", "`confirmed`, `rejected` or `postponed`"), ("shop", Shop)),
        ["bookstore.settlement.actions"] = Of(("action", "`Captured`, `CaptureRefused`, `Voided`, `VoidedTooEarly`, `VoidRefused`, `Refunded`, `RefundRefused` or `postponed`"), ("shop", Shop)),
        ["bookstore.sqlite.log.size"] = Of(("shop", Shop)),
        ["bookstore.sqlite.read.oldest_age"] = Of(("shop", Shop)),
        ["bookstore.webhooks.deliveries"] = Of(("outcome", WebhookOutcomes), ("shop", Shop)),
        ["bookstore.webhooks.disabled"] = Of(("reason", "`gone`, `tries_used_up` or `failing_for_days`"), ("shop", Shop)),
        ["bookstore.webhooks.duration"] = Of(("outcome", WebhookOutcomes), ("shop", Shop)),
        ["bookstore.work.overdue"] = Of(("kind", "`payment`, `refund`, `courier`, `webhook`, `event_handler` or `inbox`"), ("shop", Shop)),
        ["bookstore.writes.refused"] = Of(("shop", Shop)),
        ["bookstore.place_order"] = Of(("bookstore.outcome", "a value of [`PlaceOrderOutcome`](errors.md#placeorderoutcome)")),
        ["GetBook"] = Of(
            ("bookstore.client.attempts", "how often the request was sent"),
            ("error.type", "the HTTP status or a value of `BookstoreApiFault`, when it failed"),
            ("http.request.method", "the method"),
            ("http.request.resend_count", "the retries, when there were some"),
            ("http.response.status_code", "the status, when there was an answer"),
            ("server.address", "the host"),
            ("server.port", "the port"),
            ("url.template", "the path with the names of its parameters; the whole address is left out, because a query may name a customer")),
    };

    [Fact]
    public async Task The_reference_page_is_made_from_what_is_measured()
    {
        var observed = await Observed.RecordAsync();
        var seen = observed.Instruments.Select(instrument => (instrument.Name, instrument.Tags)).Concat(observed.Activities.Select(activity => (activity.Name, activity.Tags)));

        seen.SelectMany(one => one.Tags.Select(tag => $"{one.Name}: {tag}").Append(one.Name)).ShouldBe(Tags.SelectMany(one => one.Value.Keys.Select(tag => $"{one.Key}: {tag}").Append(one.Key)), ignoreOrder: true);
        Page(observed).ShouldBeApproved(Path.Combine(Repository.Root, "docs", "metrics.md"));
    }

    private static string Page(Observed observed)
    {
        var page = new StringBuilder(
            """
            # Metrics and traces

            Every instrument and activity of the packages. Made from what they record while they run. Names and tags are stable; no value holds personal data or card data.

            Collect them with OpenTelemetry: `metrics.AddMeter("Bookstore", "Bookstore.AspNetCore", "Bookstore.Client", "Bookstore.Webhooks")` and `tracing.AddSource("Bookstore", "Bookstore.Client")`. Without a listener nothing is recorded.
            The meters and sources have the version of the packages. The meters are made by the application's `IMeterFactory`, where it has one: a test collects those of its own application with it. A [dashboard for Grafana](assets/grafana-bookstore.json) shows them: import it, and choose the Prometheus that collects them.
            What is logged is on the page of the [log events](log-events.md).

            """);
        foreach (var meter in observed.Instruments.GroupBy(instrument => instrument.Meter))
        {
            page.Append(CultureInfo.InvariantCulture, $"\n## Meter `{meter.Key}`\n\n| Instrument | Kind | Unit | Tags | Meaning |\n|---|---|---|---|---|\n");
            foreach (var instrument in meter)
            {
                page.Append(CultureInfo.InvariantCulture, $"| `{instrument.Name}` | {instrument.Kind} | `{instrument.Unit}` | {TagsOf(instrument.Name)} | {instrument.Description} |\n");
            }
        }

        page.Append("\n## Activities\n\nActivities of the client have the name of the method of `IBookstoreApi` without `Async`. The table shows one of them, `GetBook`.\n\n| Source | Activity | Kind | Tags |\n|---|---|---|---|\n");
        foreach (var activity in observed.Activities)
        {
            page.Append(CultureInfo.InvariantCulture, $"| `{activity.Source}` | `{activity.Name}` | {activity.Kind.ToString().ToLowerInvariant()} | {TagsOf(activity.Name)} |\n");
        }

        page.Append(
            """

            ## What to alert on

            | Signal | Meaning | What to do |
            |---|---|---|
            | `bookstore.commit.unknown_outcomes` rises | Commits whose outcome had to be found out | Look at the connection to the store and its disk |
            | `bookstore.queue.depth` stays high, `bookstore.writes.refused` rises | Writes come faster than the store commits them | Look at `bookstore.commit.duration`; limit imports |
            | `bookstore.orders.unserved`, `bookstore.refunds.unserved`, `bookstore.deliveries.unserved` above 0 | No host has the gateway or the courier of an order | Register it on a host, or settle the orders by hand |
            | `bookstore.notifications.unserved` above 0 | No host has the source of a notification | Register it on a host; without one they are removed after 30 days |
            | `bookstore.work.overdue` above 300 | Calls, events or notifications are not made when they are due: no host with background work makes them, or the hosts do not keep up | See the [list of work](console.md#work); start a host that has the gateway, courier, handler or source |
            | `bookstore.events.lag` or `bookstore.events.parked.age` stays high | A consumer of the feed does not keep up, or has failed events | See what it says with `IEventConsumers`; see [events](events.md) |
            | `bookstore.webhooks.disabled` rises | A webhook endpoint is given up | Ask its owner; enable it again, and it continues where it stopped |
            | `bookstore.health.status` below 2 | A health check is degraded or unhealthy. It is recorded when the application's health checks run | Read what the check says: the store, consumers of events, or calls that are overdue |
            | `bookstore.sqlite.log.size` grows | A read keeps the write-ahead log from starting anew | End it; see [backup](backup.md) |

            """);
        return page.ToString();
    }

    private static string TagsOf(string name) => string.Join("; ", Tags[name].Select(tag => $"`{tag.Key}`: {tag.Value}"));

    private static SortedDictionary<string, string> Of(params (string Name, string Meaning)[] tags) => new(tags.ToDictionary(tag => tag.Name, tag => tag.Meaning, StringComparer.Ordinal), StringComparer.Ordinal);
}
