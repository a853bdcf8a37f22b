using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Shouldly;
using Xunit;

namespace Bookstore.Testing;

/// <summary>The documentation's courier keeps the contract of couriers and that of notifications, and ends a call only by what the courier itself says.</summary>
public sealed class CourierExampleTests
{
    private static readonly byte[] Secret = "a secret of the courier"u8.ToArray();

    public static TheoryData<string> NotificationCases => [.. NotificationConformance.Cases.Select(sentence => sentence.Name)];

    public static TheoryData<string> Cases => [.. CourierConformance.Cases.Select(sentence => sentence.Name)];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task The_documented_courier_keeps_the_contract(string sentence)
    {
        using var service = new CourierService();

        await CourierConformance.RunAsync(sentence, new MyCourier(service, Secret));
    }

    [Theory]
    [MemberData(nameof(NotificationCases))]
    public async Task The_documented_courier_checks_the_signature_first(string sentence)
    {
        using var service = new CourierService();

        await NotificationConformance.RunAsync(sentence, NotificationsUnderTest.Of(new MyCourier(service, Secret), () => Signed("""{"version":1,"tracking_number":"PG-1","event":"delivered","scanned_at":"2026-03-01T12:00:00+01:00"}""")));
    }

    [Fact]
    public async Task The_documented_courier_reads_scans_and_is_asked()
    {
        using var service = new CourierService();
        var courier = new MyCourier(service, Secret);
        var parcel = Parcel();
        await courier.BookAsync(parcel, default);
        service.Scans = """[{"event":"collected","scanned_at":"2026-03-01T12:00:00Z"},{"event":"weighed","scanned_at":"2026-03-01T12:01:00Z"},{"event":"delivered","scanned_at":"2026-03-01T15:00:00+01:00"}]""";

        courier.ParseNotification(Signed("""{"version":1,"tracking_number":"PG-1","event":"not_at_home","scanned_at":"2026-03-01T12:00:00+01:00"}""")).Notification
            .ShouldBe(CourierNotification.Of("PG-1", new CourierScan(DeliveryStatus.Failed, new DateTimeOffset(2026, 3, 1, 11, 0, 0, TimeSpan.Zero))));
        courier.ParseNotification(Signed("""{"version":2}""")).ShouldBe(CourierNotificationReading.Irrelevant);
        (await courier.TrackAsync(parcel, default)).Scans.Select(static scan => scan.Status).ShouldBe([DeliveryStatus.Dispatched, DeliveryStatus.Delivered]);
        (await courier.TrackAsync(Parcel(), default)).Outcome.ShouldBe(TrackingOutcome.NotFound);
    }

    [Theory]
    [InlineData(HttpStatusCode.NotFound, "<h1>404 Not Found</h1>")]
    [InlineData(HttpStatusCode.NotFound, "")]
    [InlineData(HttpStatusCode.UnprocessableEntity, "")]
    [InlineData(HttpStatusCode.Conflict, "")]
    [InlineData(HttpStatusCode.OK, "<h1>Welcome</h1>")]
    [InlineData(HttpStatusCode.BadGateway, "no_such_booking")]
    public async Task An_answer_that_is_not_the_couriers_is_unknown(HttpStatusCode status, string text)
    {
        using var service = new CourierService { Proxy = () => new HttpResponseMessage(status) { Content = new StringContent(text) } };
        var courier = new MyCourier(service, Secret);

        (await courier.BookAsync(Parcel(), default)).Outcome.ShouldBe(BookingOutcome.Unknown);
        (await courier.TrackAsync(Parcel(), default)).Outcome.ShouldBe(TrackingOutcome.Unknown);
        (await courier.CancelAsync(Guid.CreateVersion7(), default)).Outcome.ShouldBe(CancelBookingOutcome.Unknown);
    }

    [Fact]
    public async Task The_couriers_own_refusal_is_final_and_keeps_its_code()
    {
        using var service = new CourierService();
        var courier = new MyCourier(service, Secret);
        var parcel = Parcel();
        await courier.BookAsync(parcel, default);
        service.Collected[parcel.Id] = true;

        (await courier.CancelAsync(parcel.Id, default)).ShouldBe(CancelBookingResult.Refused("already_collected"));
        (await courier.BookAsync(Parcel() with { Address = "the moon" }, default)).ShouldBe(BookingResult.Refused("address_not_served"));
    }

    private static IncomingNotification Signed(string body) => new()
    {
        Body = Encoding.UTF8.GetBytes(body),
        Headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["x-pigeon-signature"] = Convert.ToBase64String(HMACSHA256.HashData(Secret, Encoding.UTF8.GetBytes(body))) },
    };

    private static Delivery Parcel() => new()
    {
        Id = Guid.CreateVersion7(),
        OrderId = Guid.CreateVersion7(),
        Address = "1 High Street",
        Courier = "pigeon",
        Status = DeliveryStatus.Scheduled,
        CreatedAt = DateTimeOffset.UnixEpoch,
        UpdatedAt = DateTimeOffset.UnixEpoch,
    };

    /// <summary>The courier at the other end of the line.</summary>
    private sealed class CourierService : HttpMessageHandler, IHttpClientFactory
    {
        private readonly ConcurrentDictionary<Guid, string> _bookings = [];
        private readonly ConcurrentDictionary<Guid, bool> _cancelled = [];

        public ConcurrentDictionary<Guid, bool> Collected { get; } = [];

        public Func<HttpResponseMessage>? Proxy { get; init; }

        public string Scans { get; set; } = "[]";

        public HttpClient CreateClient(string name) => new(this, disposeHandler: false) { BaseAddress = new Uri("https://courier.example/") };

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (Proxy is { } proxy)
            {
                return proxy();
            }

            if (request.Method == HttpMethod.Get)
            {
                return Track(Guid.Parse(request.RequestUri!.Segments[^2].TrimEnd('/')));
            }

            var id = Guid.Parse(request.RequestUri!.Segments[^1]);
            return request.Method == HttpMethod.Put ? Book(id, await request.Content!.ReadAsStringAsync(cancellationToken)) : Cancel(id);
        }

        private HttpResponseMessage Book(Guid id, string address)
        {
            if (address == "the moon" || _cancelled.ContainsKey(id))
            {
                return Answer(HttpStatusCode.UnprocessableEntity, address == "the moon" ? "address_not_served" : "cancelled");
            }

            var answer = Answer(HttpStatusCode.OK, _bookings.GetOrAdd(id, static id => $"PG-{id:N}"));
            answer.Headers.ETag = new EntityTagHeaderValue($"\"{id:N}\"");
            answer.Headers.Location = new Uri($"https://courier.example/labels/{id}");
            return answer;
        }

        private HttpResponseMessage Track(Guid id) => _bookings.ContainsKey(id)
            ? new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(Scans, Encoding.UTF8, "application/json") }
            : Answer(HttpStatusCode.NotFound, "no_such_booking");

        private HttpResponseMessage Cancel(Guid id)
        {
            if (Collected.ContainsKey(id))
            {
                return Answer(HttpStatusCode.Conflict, "already_collected");
            }

            _cancelled[id] = true;
            return _bookings.ContainsKey(id) ? Answer(HttpStatusCode.OK, "cancelled") : Answer(HttpStatusCode.NotFound, "no_such_booking");
        }

        private static HttpResponseMessage Answer(HttpStatusCode status, string text) => new(status) { Content = new StringContent(text) };
    }
}
