using Bookstore.Support;
using Shouldly;
using Xunit;

namespace Bookstore.Storage;

/// <summary>The text of what most orders do not have, and how it is remembered for the clients that a shop has.</summary>
public sealed class OrderDetailsTests
{
    [Fact]
    public void Format_the_text_of_a_client_is_written_once_though_clients_take_turns()
    {
        string[] clients = [.. Enumerable.Range(1, RecentTexts.PlacesInGroup).Select(static number => $"client-{number}")];
        var first = clients.Select(client => OrderDetails.Format(OrderOf(client))!).ToList();

        var second = clients.Select(client => OrderDetails.Format(OrderOf(client))!).ToList();

        first[0].ShouldBe("""{"placed_by":"client-1"}""");
        second.Zip(first).ShouldAllBe(static pair => ReferenceEquals(pair.First, pair.Second));
    }

    [Fact]
    public void Apply_the_client_of_a_text_is_read_once_though_clients_take_turns()
    {
        // Each text is its own instance, as a store reads them.
        string[] texts = [.. Enumerable.Range(1, RecentTexts.PlacesInGroup).Select(static number => $$"""{"placed_by":"reader-{{number}}"}""")];
        var first = texts.Select(text => OrderDetails.Apply(OrderOf(null), new string(text)).PlacedBy!).ToList();

        var second = texts.Select(text => OrderDetails.Apply(OrderOf(null), new string(text)).PlacedBy!).ToList();

        first[0].ShouldBe("reader-1");
        second.Zip(first).ShouldAllBe(static pair => ReferenceEquals(pair.First, pair.Second));
    }

    [Fact]
    public void Apply_a_text_that_says_more_than_its_client_is_read_each_time()
    {
        const string Text = """{"placed_by":"web","metadata":{"a":"1"}}""";
        OrderDetails.Apply(OrderOf(null), Text).Metadata["a"].ShouldBe("1");

        var again = OrderDetails.Apply(OrderOf(null), Text);

        (again.PlacedBy, again.Metadata["a"]).ShouldBe(("web", "1"));
        OrderDetails.Format(again).ShouldBe(Text);
    }

    [Fact]
    public void Find_what_was_added_last_is_known_and_no_more_than_the_capacity_is()
    {
        var texts = new RecentTexts();
        var keys = Enumerable.Range(0, 10 * RecentTexts.Capacity).Select(static number => $"key {number}").ToList();
        foreach (var key in keys)
        {
            texts.Find(key).ShouldBeNull();
            texts.Add(key, $"text of {key}");
            texts.Find(key).ShouldBe($"text of {key}");
        }

        var known = keys.Where(key => texts.Find(key) is not null).ToList();

        known.Count.ShouldBeLessThanOrEqualTo(RecentTexts.Capacity);
        known.ShouldAllBe(key => texts.Find(key) == $"text of {key}");
    }

    private static Order OrderOf(string? client) => new()
    {
        Id = Guid.Empty,
        CustomerId = "cust-1",
        Lines = [new OrderLine(TestShop.Odyssey, 1, new Money(9.50m, "USD"))],
        Total = new Money(9.50m, "USD"),
        Status = OrderStatus.Pending,
        PaymentStatus = PaymentStatus.Pending,
        PlacedBy = client,
        CreatedAt = default,
        UpdatedAt = default,
    };
}
