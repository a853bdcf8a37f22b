using System.Text;
using Shouldly;
using Xunit;

namespace Bookstore.Storage;

/// <summary>Blocks of events: what is written now, and what earlier versions wrote.</summary>
public sealed class EventBlockTests
{
    // The four events of Stage.
    private const string Stored = "03" + StoredEvents;

    private const string StoredEvents =
        "08DF4EBFEE156780"
        + "01010198F1A200007000800000000000002A0400062305240355FF"
        + "0220B8B3ADA8D29C020E0904480800FF"
        + "0300076E6F2E776F72640198F1A200007000800000000000002A020001FF"
        + "0C0007C3BC2E7479706500000000000000000000000000000001086F72646572732F31FFFFFFFFFFFFFFFFFF01FF9DABE1FDAFA7DF11035B315D";

    private static readonly Guid Order = Guid.Parse("0198f1a2-0000-7000-8000-00000000002a");
    private static readonly DateTimeOffset Time = new(2026, 11, 30, 8, 57, 15, TimeSpan.Zero);

    [Fact]
    public void A_block_that_was_written_before_this_format_is_read()
    {
        var block = Convert.FromHexString(
            "01"
            + "0198F1A20000700080000000000000FF" + "0D6F726465722E63726561746564" + "086F72646572732F31" + "0000000000000002" + "08DF4EBFEE156780" + "0000000B7B22746F74616C223A317D"
            + "0198F1A2000070008000000000000100" + "03782E79" + "086F72646572732F31" + "0000000000000003" + "08DF4EBFEE156781" + "000000027B7D");

        Decode(block).Select(Tell).ShouldBe(
        [
            "41 0198f1a2-0000-7000-8000-0000000000ff order.created orders/1 2 2026-11-30T08:57:15.0000000+00:00 {\"total\":1}",
            "42 0198f1a2-0000-7000-8000-000000000100 x.y orders/1 3 2026-11-30T08:57:15.0000001+00:00 {}",
        ]);
    }

    [Fact]
    public void A_block_of_this_format_is_read_by_every_later_version()
    {
        var block = Convert.FromHexString(Stored);

        Decode(block).Select(Tell).ShouldBe(Stage().Appended.Select(happened => Tell(happened)[1..]).Select((text, i) => $"{41 + i}{text}"));
    }

    [Fact]
    public void A_block_of_the_format_with_fewer_words_is_read() => Decode(Convert.FromHexString("02" + StoredEvents)).Select(Tell).ShouldBe(Decode(Convert.FromHexString(Stored)).Select(Tell));

    [Fact]
    public void The_actor_of_a_request_costs_six_bytes()
    {
        var with = new WorkingSet { Actor = new Actor("default") }.Events;
        with.BeginData(EventSubject.Order(Order));
        with.Append("x.y", EventSubject.Order(Order), 1, Time);
        var bare = new WorkingSet().Events;
        bare.BeginData(EventSubject.Order(Order));
        bare.Append("x.y", EventSubject.Order(Order), 1, Time);

        Encoding.UTF8.GetString(with.Appended[0].Data.Span).ShouldBe("""{"actor":{"client":"default"}}""");
        (with.Blocks.Single().Body.Length - bare.Blocks.Single().Body.Length).ShouldBe(6);
    }

    [Fact]
    public void What_is_written_is_this_format() => Convert.ToHexString(Stage().Blocks.ShouldHaveSingleItem().Body.Span).ShouldBe(Stored);

    [Fact]
    public void What_is_staged_is_told_as_it_was_appended()
    {
        var staged = Stage();

        staged.Appended.Select(Tell).ShouldBe(
        [
            $"0 {EventIdentity.Of(Order, 2, Time)} order.created orders/{Order} 2 2026-11-30T08:57:15.0000000+00:00 {{\"order_id\":\"{Order}\",\"status\":\"created\"}}",
            $"0 {EventIdentity.Of(EventSubject.Of(Isbn.Parse("9780262033848")).Id, 7, Time.AddTicks(-5))} stock.depleted books/9780262033848 7 2026-11-30T08:57:14.9999995+00:00 {{\"available\":0}}",
            $"0 {EventIdentity.Of(Order, 1, Time)} no.word webhooks/{Order} 1 2026-11-30T08:57:15.0000000+00:00 {{}}",
            "0 00000000-0000-0000-0000-000000000001 ü.type orders/1 -9223372036854775808 0001-01-01T00:00:00.0000000+00:00 [1]",
        ]);
        staged.Append(Event("later", "orders/1"));
        staged.Appended.Count.ShouldBe(5);
    }

    [Fact]
    public void A_block_has_128_events_at_the_most()
    {
        var staged = new WorkingSet().Events;
        for (var i = 0; i < 300; i++)
        {
            staged.Append(Event("x.y", $"orders/{i}"));
        }

        staged.Blocks.Select(static block => block.Count).ShouldBe([128, 128, 44]);
        staged.Appended.Select(static happened => happened.Resource).ShouldBe(Enumerable.Range(0, 300).Select(static i => $"orders/{i}"));
    }

    [Fact]
    public void Decode_gives_those_of_a_range()
    {
        var block = EventBlock.Encode([.. Enumerable.Range(1, 10).Select(static i => Event("x.y", $"orders/{i}"))], 2, 6);

        List<BookstoreEvent> found = [];
        EventBlock.Decode(block, 100, 101, 104, found);

        found.Select(static happened => (happened.Position, happened.Resource)).ShouldBe([(102L, "orders/5"), (103L, "orders/6"), (104L, "orders/7")]);
    }

    [Fact]
    public void A_block_that_is_damaged_anywhere_is_read_or_refused_and_nothing_else()
    {
        var random = new Random(24);
        var whole = Convert.FromHexString(Stored);
        for (var i = 0; i < 5_000; i++)
        {
            var damaged = whole[..(i % 4 == 0 ? random.Next(1, whole.Length) : whole.Length)];
            damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            try
            {
                Decode(damaged).ForEach(static happened => Tell(happened));
            }
            catch (BookstoreStoreException fault)
            {
                fault.Message.ShouldContain("newer version");
            }
        }
    }

    [Fact]
    public void A_type_or_a_resource_that_is_too_long_is_refused()
    {
        var staged = new WorkingSet().Events;

        Should.Throw<BookstoreStoreException>(() => staged.Append(Event(new string('x', 256), "orders/1")));
        Should.Throw<BookstoreStoreException>(() => staged.Append(Event("x.y", new string('ü', 128))));

        staged.HasChanges.ShouldBeFalse();
        staged.Append(Event(new string('x', 255), new string('x', 255)));
        staged.Appended.ShouldHaveSingleItem().Type.Length.ShouldBe(255);
    }

    private static StagedEvents Stage()
    {
        var staged = new WorkingSet().Events;
        var data = staged.BeginData(EventSubject.Order(Order));
        data.WriteString("order_id"u8, Order);
        data.WriteString("status"u8, "created");
        staged.Append(EventTypes.OrderCreated, EventSubject.Order(Order), 2, Time);
        var book = EventSubject.Of(Isbn.Parse("9780262033848"));
        staged.BeginData(book).WriteNumber("available"u8, 0);
        staged.Append(EventTypes.StockDepleted, book, 7, Time.AddTicks(-5));
        staged.BeginData(EventSubject.Webhook(Order));
        staged.Append("no.word", EventSubject.Webhook(Order), 1, Time);
        staged.Append(Event("ü.type", "orders/1", long.MinValue, DateTimeOffset.MinValue, "[1]"));
        return staged;
    }

    private static List<BookstoreEvent> Decode(byte[] block)
    {
        List<BookstoreEvent> found = [];
        EventBlock.Decode(block, 41, 40, long.MaxValue, found);
        return found;
    }

    private static string Tell(BookstoreEvent happened) =>
        $"{happened.Position} {happened.Id} {happened.Type} {happened.Resource} {happened.Sequence} {happened.OccurredAt:O} {Encoding.UTF8.GetString(happened.Data.Span)}";

    private static BookstoreEvent Event(string type, string resource, long sequence = 1, DateTimeOffset at = default, string data = "{}") => new()
    {
        Id = Guid.Parse("00000000-0000-0000-0000-000000000001"),
        Position = 0,
        Type = type,
        Resource = resource,
        Sequence = sequence,
        OccurredAt = at,
        Data = Encoding.UTF8.GetBytes(data),
    };
}
