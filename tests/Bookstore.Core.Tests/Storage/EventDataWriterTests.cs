using System.Buffers;
using System.Text;
using System.Text.Json;
using Shouldly;
using Xunit;

namespace Bookstore.Storage;

/// <summary>The data of events in the form in which it is stored, and the JSON that is made of it.</summary>
public sealed class EventDataWriterTests
{
    private static readonly Guid Order = Guid.Parse("0198f1a2-0000-7000-8000-00000000002a");

    public static TheoryData<string> Numbers => ["0", "0.00", "12.99", "-12.990", "-0.01", "9223372036854775807", "9223372036854775808", "79228162514264337593543950335", "-7.9228162514264337593543950335", "0.0000000000000000000000000001"];

    [Fact]
    public void Each_kind_of_value_becomes_the_JSON_that_a_JSON_writer_makes()
    {
        var at = new DateTimeOffset(2026, 11, 30, 8, 57, 15, TimeSpan.FromMinutes(-210)).AddTicks(1_234_567);
        var other = Guid.Parse("ffffffff-ffff-ffff-ffff-fffffffffffe");
        var text = """a "quoted" <text>, Ünïcode 𝄞""";

        Json(data =>
        {
            data.WriteString("order_id"u8, Order);
            data.WriteString("refund_id"u8, other);
            data.WriteString("status"u8, "created");
            data.WriteString("no word of ours"u8, text);
            data.WriteString("reason"u8, "");
            data.WriteString("authorized_until"u8, at);
            data.WriteString("long"u8, new string('ü', 300));
            data.WriteNumber("quantity"u8, 3);
            data.WriteNumber("on_hand_change"u8, -3);
            data.WriteNumber("received"u8, long.MinValue);
            data.WriteNumber("sellable"u8, long.MaxValue);
            data.WriteBoolean("late"u8, true);
            data.WriteBoolean("added"u8, false);
            data.WriteStartArray("lines"u8);
            data.WriteStartObject();
            data.WriteString("isbn"u8, "9780262033848");
            data.WriteEndObject();
            data.WriteStartObject();
            data.WriteEndObject();
            data.WriteStringValue("title");
            data.WriteStringValue("no word");
            data.WriteEndArray();
            data.WriteStartArray("changed"u8);
            data.WriteEndArray();
        }).ShouldBe(ByJsonWriter(json =>
        {
            json.WriteString("order_id"u8, Order);
            json.WriteString("refund_id"u8, other);
            json.WriteString("status"u8, "created");
            json.WriteString("no word of ours"u8, text);
            json.WriteString("reason"u8, "");
            json.WriteString("authorized_until"u8, at);
            json.WriteString("long"u8, new string('ü', 300));
            json.WriteNumber("quantity"u8, 3);
            json.WriteNumber("on_hand_change"u8, -3);
            json.WriteNumber("received"u8, long.MinValue);
            json.WriteNumber("sellable"u8, long.MaxValue);
            json.WriteBoolean("late"u8, true);
            json.WriteBoolean("added"u8, false);
            json.WriteStartArray("lines"u8);
            json.WriteStartObject();
            json.WriteString("isbn"u8, "9780262033848");
            json.WriteEndObject();
            json.WriteStartObject();
            json.WriteEndObject();
            json.WriteStringValue("title");
            json.WriteStringValue("no word");
            json.WriteEndArray();
            json.WriteStartArray("changed"u8);
            json.WriteEndArray();
        }));
    }

    [Theory]
    [MemberData(nameof(Numbers))]
    public void A_decimal_keeps_its_digits_and_its_scale(string number)
    {
        var value = decimal.Parse(number, System.Globalization.CultureInfo.InvariantCulture);

        Json(data => data.WriteNumber("total"u8, value)).ShouldBe($$"""{"total":{{number}}}""");
    }

    [Fact]
    public void An_order_is_a_few_bytes()
    {
        Write(data =>
        {
            data.WriteString("order_id"u8, Order);
            data.WriteString("status"u8, "created");
            data.WriteString("payment_status"u8, "captured");
            EventData.WriteMoney(data, "total"u8, new Money(9.99m, "EUR"));
            data.WriteString("previous_payment_status"u8, "authorized");
        }).Length.ShouldBe(20);
    }

    [Fact]
    public void What_is_cut_off_or_goes_on_is_refused()
    {
        var whole = Write(static data =>
        {
            data.WriteString("refund_id"u8, Guid.NewGuid());
            data.WriteNumber("total"u8, decimal.MaxValue);
            data.WriteString("a name"u8, "a text");
            data.WriteStartArray("lines"u8);
            data.WriteEndArray();
        });

        for (var length = 0; length < whole.Length; length++)
        {
            ShouldBeRefused(whole[..length]);
        }

        ShouldBeRefused([.. whole, 0]);
    }

    [Theory]
    [InlineData("01 FE FF")] // A token of a later version.
    [InlineData("F9 01 FF")] // A word of a later version.
    [InlineData("01 03 F9 FF")]
    [InlineData("01 04 FF FF FF FF FF FF FF FF FF 01 FF")] // A text that is longer than the data.
    [InlineData("01 08 80 80 80 80 80 80 80 80 80 80 80 FF")] // A number that does not end.
    [InlineData("01 09 1D 01 FF")] // A scale that no decimal has.
    public void What_this_version_does_not_know_is_refused(string hex) => ShouldBeRefused(Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)));

    [Fact]
    public void Data_that_is_too_deep_is_refused() => ShouldBeRefused([.. Enumerable.Repeat<byte[]>([1, 13], 1_000).SelectMany(static bytes => bytes)]);

    private static void ShouldBeRefused(byte[] data)
    {
        var fault = Should.Throw<Exception>(() => EventData.ToJson(data, Order), Convert.ToHexString(data));
        (fault is FormatException or ArgumentException or IndexOutOfRangeException).ShouldBeTrue(fault.ToString());
    }

    private static string Json(Action<EventDataWriter> write) => Encoding.UTF8.GetString(EventData.ToJson(Write(write), Order));

    private static byte[] Write(Action<EventDataWriter> write)
    {
        var data = new EventDataWriter();
        data.Begin(Order);
        write(data);
        data.End();
        return data.Written.ToArray();
    }

    private static string ByJsonWriter(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
