using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using Shouldly;
using Xunit;

namespace Bookstore.Testing;

/// <summary>The documentation's courier keeps the contract, and ends a call only by what the courier itself says.</summary>
public sealed class CourierExampleTests
{
    public static TheoryData<string> Cases => [.. CourierConformance.Cases.Select(sentence => sentence.Name)];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task The_documented_courier_keeps_the_contract(string sentence)
    {
        using var service = new CourierService();

        await CourierConformance.RunAsync(sentence, new MyCourier(service));
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
        var courier = new MyCourier(service);

        (await courier.BookAsync(Parcel(), default)).Outcome.ShouldBe(BookingOutcome.Unknown);
        (await courier.CancelAsync(Guid.CreateVersion7(), default)).Outcome.ShouldBe(CancelBookingOutcome.Unknown);
    }

    [Fact]
    public async Task The_couriers_own_refusal_is_final_and_keeps_its_code()
    {
        using var service = new CourierService();
        var courier = new MyCourier(service);
        var parcel = Parcel();
        await courier.BookAsync(parcel, default);
        service.Collected[parcel.Id] = true;

        (await courier.CancelAsync(parcel.Id, default)).ShouldBe(CancelBookingResult.Refused("already_collected"));
        (await courier.BookAsync(Parcel() with { Address = "the moon" }, default)).ShouldBe(BookingResult.Refused("address_not_served"));
    }

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

        public HttpClient CreateClient(string name) => new(this, disposeHandler: false) { BaseAddress = new Uri("https://courier.example/") };

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (Proxy is { } proxy)
            {
                return proxy();
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
