using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Bookstore.Contracts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Shouldly;
using Xunit;

namespace Bookstore.Client.Tests;

public sealed class DiagnosticsTests
{
    [Fact]
    public async Task A_request_is_one_activity_with_its_tries()
    {
        var activities = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Bookstore.Client",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activities.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        await using var server = await ScriptedServer.StartAsync(Answers.Problem(503, ProblemCodes.Overloaded), Answers.Problem(404, ProblemCodes.BookNotFound));
        using var client = new TestClient(server.Address);
        using var parent = new Activity("test").Start();

        await client.Client.FindBookAsync("1");

        var activity = activities.Where(candidate => candidate.TraceId == parent.TraceId).ShouldHaveSingleItem();
        activity.Kind.ShouldBe(ActivityKind.Client);
        activity.OperationName.ShouldBe("GetBook");
        activity.DisplayName.ShouldBe("GET /api/books/{isbn}");
        activity.GetTagItem("http.request.method").ShouldBe("GET");
        activity.GetTagItem("server.address").ShouldBe("127.0.0.1");
        activity.GetTagItem("server.port").ShouldBe(server.Address.Port);
        activity.GetTagItem("http.request.resend_count").ShouldBe(1);
        activity.GetTagItem("url.template").ShouldBe("/api/books/{isbn}");
        activity.GetTagItem("http.response.status_code").ShouldBe(404);
        activity.GetTagItem("error.type").ShouldBe("404");
        activity.GetTagItem("bookstore.client.attempts").ShouldBe(2);
    }

    [Fact]
    public async Task Retries_and_durations_are_measured()
    {
        var seen = new ConcurrentQueue<string>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listening) =>
            {
                if (instrument.Meter.Name == "Bookstore.Client")
                {
                    listening.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<double>((instrument, _, tags, _) => seen.Enqueue(Line(instrument, tags)));
        listener.SetMeasurementEventCallback<long>((instrument, _, tags, _) => seen.Enqueue(Line(instrument, tags)));
        listener.Start();
        await using var server = await ScriptedServer.StartAsync(Answers.Problem(502, "whatever"), Answers.Text(200, "application/json", "[]"));
        using var client = new TestClient(server.Address);

        await client.Api.ListDeliveriesAsync();

        seen.ShouldContain("bookstore.client.retries operation=ListDeliveries reason=502");
        seen.ShouldContain("bookstore.client.request.duration operation=ListDeliveries outcome=200");
    }

    [Fact]
    public async Task Instruments_are_made_by_the_factory_of_the_application()
    {
        await using var server = await ScriptedServer.StartAsync(Answers.Problem(502, "whatever"), Answers.Text(200, "application/json", "[]"), Answers.Text(200, "application/json", "[]"));
        using var client = new TestClient(server.Address);
        using var other = new TestClient(server.Address);
        using var durations = new MetricCollector<double>(client.Services.GetRequiredService<IMeterFactory>(), "Bookstore.Client", "bookstore.client.request.duration");
        using var retries = new MetricCollector<long>(client.Services.GetRequiredService<IMeterFactory>(), "Bookstore.Client", "bookstore.client.retries");

        await client.Api.ListDeliveriesAsync();
        await other.Api.ListDeliveriesAsync();

        durations.GetMeasurementSnapshot().ShouldHaveSingleItem().Tags["outcome"].ShouldBe("200");
        retries.GetMeasurementSnapshot().ShouldHaveSingleItem().Tags["reason"].ShouldBe("502");
        durations.Instrument!.Meter.Version.ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task Clients_of_one_application_share_its_instruments()
    {
        await using var server = await ScriptedServer.StartAsync(Answers.Text(200, "application/json", "[]"), Answers.Text(200, "application/json", "[]"));
        var services = new ServiceCollection();
        services.AddBookstoreClient("one", options => (options.BaseAddress, options.ApiKey) = (server.Address, "key"));
        services.AddBookstoreClient("two", options => (options.BaseAddress, options.ApiKey) = (server.Address, "key"));
        await using var provider = services.BuildServiceProvider();
        using var durations = new MetricCollector<double>(provider.GetRequiredService<IMeterFactory>(), "Bookstore.Client", "bookstore.client.request.duration");

        await provider.GetRequiredKeyedService<IBookstoreApi>("one").ListDeliveriesAsync();
        await provider.GetRequiredKeyedService<IBookstoreApi>("two").ListDeliveriesAsync();

        durations.GetMeasurementSnapshot().Count.ShouldBe(2);
    }

    private static string Line(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var line = instrument.Name;
        foreach (var (name, value) in tags)
        {
            line += $" {name}={value}";
        }

        return line;
    }
}
