using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Net;
using System.Reflection;
using System.Runtime.CompilerServices;
using Bookstore.Client;
using Bookstore.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Bookstore.Architecture.Tests;

/// <summary>An instrument of the packages, and the names of the tags that it was recorded with.</summary>
internal sealed record ObservedInstrument(string Meter, string Name, string Kind, string? Unit, string? Description, IReadOnlySet<string> Tags);

/// <summary>An activity of the packages, and the names of its tags.</summary>
internal sealed record ObservedActivity(string Source, string Name, ActivityKind Kind, IReadOnlySet<string> Tags);

/// <summary>Records what the packages measure and trace: in a shop on SQLite, in a client whose request is retried and fails, and by calling what records the rest.</summary>
internal sealed class Observed
{
    private const BindingFlags Members = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    private readonly ConcurrentDictionary<string, (Instrument Instrument, ConcurrentDictionary<string, bool> Tags)> _instruments = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, (Activity Activity, ConcurrentDictionary<string, bool> Tags)> _activities = new(StringComparer.Ordinal);

    public IReadOnlyList<ObservedInstrument> Instruments => [.. _instruments.Values
        .Select(seen => new ObservedInstrument(seen.Instrument.Meter.Name, seen.Instrument.Name, KindOf(seen.Instrument), seen.Instrument.Unit, seen.Instrument.Description, seen.Tags.Keys.ToHashSet(StringComparer.Ordinal)))
        .OrderBy(seen => seen.Meter, StringComparer.Ordinal).ThenBy(seen => seen.Name, StringComparer.Ordinal)];

    public IReadOnlyList<ObservedActivity> Activities => [.. _activities.Values
        .Select(seen => new ObservedActivity(seen.Activity.Source.Name, seen.Activity.OperationName, seen.Activity.Kind, seen.Tags.Keys.ToHashSet(StringComparer.Ordinal)))
        .OrderBy(seen => seen.Source, StringComparer.Ordinal)];

    public static async Task<Observed> RecordAsync()
    {
        var observed = new Observed();
        using var meters = new MeterListener { InstrumentPublished = observed.Publish };
        meters.SetMeasurementEventCallback<int>((instrument, _, tags, _) => observed.Note(instrument, tags));
        meters.SetMeasurementEventCallback<long>((instrument, _, tags, _) => observed.Note(instrument, tags));
        meters.SetMeasurementEventCallback<double>((instrument, _, tags, _) => observed.Note(instrument, tags));
        meters.Start();
        using var activities = new ActivityListener
        {
            ShouldListenTo = IsOurs,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = observed.Note,
        };
        ActivitySource.AddActivityListener(activities);
        await SellAsync(meters);
        await CallAsync();
        RecordTheRest();
        return observed;
    }

    private static bool IsOurs(ActivitySource source) => source.Name.StartsWith("Bookstore", StringComparison.Ordinal);

    private void Publish(Instrument instrument, MeterListener listener)
    {
        if (instrument.Meter.Name.StartsWith("Bookstore", StringComparison.Ordinal))
        {
            _instruments.TryAdd(instrument.Name, (instrument, new(StringComparer.Ordinal)));
            listener.EnableMeasurementEvents(instrument);
        }
    }

    private void Note(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        foreach (var tag in tags)
        {
            _instruments[instrument.Name].Tags.TryAdd(tag.Key, true);
        }
    }

    private void Note(Activity activity)
    {
        var seen = _activities.GetOrAdd(activity.OperationName, _ => (activity, new(StringComparer.Ordinal)));
        foreach (var tag in activity.TagObjects)
        {
            seen.Tags.TryAdd(tag.Key, true);
        }
    }

    // An order for a book that is not there is an order that is counted, on a store that has instruments of its own.
    private static async Task SellAsync(MeterListener meters)
    {
        using var folder = new TemporaryFolder();
        var services = new ServiceCollection();
        services.AddBookstore(static options => options.ShopName = "shop").UseSqlite($"Data Source={folder.File("shop.db")}").UseSimulatedPayments();
        await using var shop = services.BuildServiceProvider();
        var workflow = shop.GetRequiredService<IOrderWorkflow>();
        await workflow.PlaceAsync(new PlaceOrderRequest { CustomerId = "ada", Lines = [new PlaceOrderLine(Isbn.Parse("9780140449136"), 1)] });
        meters.RecordObservableInstruments();
    }

    private static async Task CallAsync()
    {
        using var server = new FailingServer();
        var services = new ServiceCollection();
        services.AddBookstoreClient(static options =>
        {
            options.BaseAddress = new Uri("https://shop.example/");
            options.ApiKey = "key";
            options.Resilience.BaseDelay = TimeSpan.FromMilliseconds(1);
            options.Resilience.MaxDelay = TimeSpan.FromMilliseconds(1);
        }).ConfigurePrimaryHttpMessageHandler(() => server);
        await using var provider = services.BuildServiceProvider();
        await provider.GetRequiredService<BookstoreClient>().FindBookAsync("9780140449136");
    }

    // What a shop records only when something goes wrong: every method that records, with arguments of its types.
    private static void RecordTheRest()
    {
        foreach (var type in Repository.Packages.SelectMany(package => Assembly.Load(package).GetTypes()).Where(type => !type.ContainsGenericParameters && type.GetFields(Members).Any(IsInstrument)))
        {
            // Those of a shop are made with the application's factory of meters and the shop's name.
            var instance = type.GetConstructor([typeof(IMeterFactory), typeof(string)])?.Invoke([null, "shop"]);
            RuntimeHelpers.RunClassConstructor(type.TypeHandle);
            foreach (var method in type.GetMethods(Members).Where(method => (method.IsStatic || instance is not null) && IsRecording(method) && method.GetParameters().All(parameter => CanMake(parameter.ParameterType))))
            {
                method.Invoke(instance, [.. method.GetParameters().Select(parameter => Make(parameter.ParameterType))]);
            }
        }
    }

    private static bool IsInstrument(FieldInfo field) => field.FieldType.IsAssignableTo(typeof(Instrument));

    private static bool IsRecording(MethodInfo method) => method.Name.StartsWith("Count", StringComparison.Ordinal) || method.Name.StartsWith("Record", StringComparison.Ordinal);

    private static bool CanMake(Type type) => type == typeof(string) || type == typeof(long) || type == typeof(int) || type == typeof(TimeSpan) || type == typeof(PlaceOrderOutcome);

    private static object Make(Type type) =>
        type == typeof(string) ? "shop" : type == typeof(long) ? 1L : type == typeof(int) ? 1 : type == typeof(TimeSpan) ? TimeSpan.Zero : PlaceOrderOutcome.Created;

    private static string KindOf(Instrument instrument) => instrument.GetType().Name switch
    {
        "Counter`1" => "counter",
        "Histogram`1" => "histogram",
        "UpDownCounter`1" => "up-down counter",
        "Gauge`1" or "ObservableGauge`1" => "gauge",
        var other => throw new InvalidOperationException($"{other} has no name on the page."),
    };

    /// <summary>Is overloaded once, and then knows no book.</summary>
    private sealed class FailingServer : HttpMessageHandler
    {
        private int _requests;

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var first = Interlocked.Increment(ref _requests) == 1;
            var body = first ? """{"status":503,"code":"overloaded"}""" : """{"status":404,"code":"book_not_found"}""";
            return Task.FromResult(new HttpResponseMessage(first ? HttpStatusCode.ServiceUnavailable : HttpStatusCode.NotFound)
            {
                RequestMessage = request,
                Content = new StringContent(body, new System.Net.Http.Headers.MediaTypeHeaderValue("application/problem+json")),
            });
        }
    }
}
