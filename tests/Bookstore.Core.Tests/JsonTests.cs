using System.Text;
using System.Text.Json;
using Shouldly;
using Xunit;

namespace Bookstore;

/// <summary>What public values become in JSON: what they were, or a refusal.</summary>
public sealed class JsonTests
{
    private const string Canary = "CANARY-4242";

    [Fact]
    public void Serialize_book_comes_back_as_it_was()
    {
        var book = new Book { Isbn = Isbn.Parse("9780143127550"), Title = "The Martian", Author = "Andy Weir", Price = new Money(12.99m, "USD"), PublishedOn = new DateOnly(2014, 2, 11) };

        JsonSerializer.Deserialize<Book>(JsonSerializer.Serialize(book)).ShouldBe(book);
    }

    [Theory]
    [InlineData(1_299, "USD")]
    [InlineData(-5, "BHD")]
    [InlineData(950, "JPY")]
    [InlineData(long.MaxValue, "EUR")]
    [InlineData(long.MinValue, "EUR")]
    [InlineData(100, "BGN")]
    [InlineData(100, "QQQ")]
    public void Serialize_money_comes_back_as_it_was(long minorUnits, string currency)
    {
        var money = Money.FromStored(minorUnits, currency);

        JsonSerializer.Deserialize<Money>(JsonSerializer.Serialize(money)).ShouldBe(money);
        JsonSerializer.Deserialize<Money?>(JsonSerializer.Serialize<Money?>(money)).ShouldBe(money);
    }

    [Fact]
    public void Serialize_default_values_and_keys_come_back_as_they_were()
    {
        JsonSerializer.Deserialize<Money>(JsonSerializer.Serialize(default(Money))).IsDefault.ShouldBeTrue();
        JsonSerializer.Deserialize<Isbn>(JsonSerializer.Serialize(default(Isbn))).IsDefault.ShouldBeTrue();
        var stock = new Dictionary<Isbn, int> { [Isbn.Parse("9780143127550")] = 3 };
        JsonSerializer.Deserialize<Dictionary<Isbn, int>>(JsonSerializer.Serialize(stock)).ShouldBe(stock);
    }

    [Theory]
    [InlineData("{\"amount\":1e-30,\"currency\":\"USD\"}")]
    [InlineData("{\"amount\":4.99999999999999999999999999999999,\"currency\":\"USD\"}")]
    [InlineData("{\"amount\":1e-999999999,\"currency\":\"USD\"}")]
    [InlineData("{\"amount\":1.005,\"currency\":\"USD\"}")]
    [InlineData("{\"amount\":1}")]
    [InlineData("{\"amount\":\"1\",\"currency\":\"USD\"}")]
    [InlineData("1")]
    public void Deserialize_no_exact_amount_is_refused(string json) => Should.Throw<JsonException>(() => JsonSerializer.Deserialize<Money>(json));

    [Theory]
    [InlineData("\"123\"")]
    [InlineData("9780143127550")]
    [InlineData("\"9790000000002\"")]
    public void Deserialize_no_isbn_is_refused(string json) => Should.Throw<JsonException>(() => JsonSerializer.Deserialize<Isbn>(json));

    [Fact]
    public void Serialize_payment_token_is_refused_wherever_it_is()
    {
        var token = new PaymentToken(Canary);
        var request = new PlaceOrderRequest { CustomerId = "c", Lines = [], Payment = token };

        Should.Throw<NotSupportedException>(() => JsonSerializer.Serialize(token)).Message.ShouldNotContain(Canary);
        Should.Throw<NotSupportedException>(() => JsonSerializer.Serialize(request));
        Should.Throw<NotSupportedException>(() => JsonSerializer.Serialize(new AuthorizeRequest(Guid.Empty, default, token)));
        Should.Throw<NotSupportedException>(() => JsonSerializer.Deserialize<PaymentToken>("\"x\""));
    }

    [Fact]
    public void ToString_of_a_record_has_nothing_of_the_customer()
    {
        var delivery = new Delivery { Id = Guid.Empty, OrderId = Guid.Empty, Address = Canary, Courier = "local", Status = DeliveryStatus.Scheduled, CreatedAt = default, UpdatedAt = default };
        var order = new Order
        {
            Id = Guid.Empty,
            CustomerId = Canary,
            Lines = [],
            Total = default,
            Status = OrderStatus.Created,
            PaymentStatus = PaymentStatus.Captured,
            CreatedAt = default,
            UpdatedAt = default,
        };
        object[] records =
        [
            delivery, order, new OrderQuery { CustomerId = Canary }, new ScheduleDeliveryRequest { OrderId = Guid.Empty, Address = Canary },
            new PlaceOrderRequest { CustomerId = Canary, Lines = [], Payment = new PaymentToken(Canary + "-0000") },
            new ScheduleDeliveryResult { Outcome = ScheduleDeliveryOutcome.Scheduled, Delivery = delivery }, new PlaceOrderResult { Outcome = PlaceOrderOutcome.Created, Order = order },
        ];

        foreach (var record in records)
        {
            record.ToString().ShouldNotBeNull().ShouldNotContain(Canary);
        }
    }

    [Theory]
    [InlineData("0", true)]
    [InlineData("-0.00e-999999999", true)]
    [InlineData("12.990", true)]
    [InlineData("1e28", true)]
    [InlineData("100e-30", true)]
    [InlineData("1e-28", true)]
    [InlineData("1e-29", false)]
    [InlineData("-1e-30", false)]
    [InlineData("1e-999999999", false)]
    [InlineData("1e-99999999999999999999", false)]
    [InlineData("4.99999999999999999999999999999999", false)]
    [InlineData("1.000000000000000000000000000000001", false)]
    [InlineData("1.000000000000000000000000000000000", true)]
    public void IsExact_a_number_says_whether_a_decimal_holds_it(string number, bool isExact) => ExactNumber.IsExact(Encoding.UTF8.GetBytes(number)).ShouldBe(isExact);
}
