using Shouldly;
using Xunit;

namespace Bookstore.Storage;

public sealed class RecordKeysTests
{
    private static readonly Isbn Isbn = Isbn.Parse("9780143127550");

    [Fact]
    public void Clear_keys_that_were_added_twice_counted_once_and_are_gone()
    {
        var keys = new RecordKeys();
        var key = new IdempotencyId("c", "o", "k");
        Guid[] ids = [.. Enumerable.Range(0, 5).Select(_ => Guid.NewGuid())];
        for (var i = 0; i < 2; i++)
        {
            keys.IdempotencyKeys.Add(key);
            keys.Books.Add(Isbn);
            keys.Stock.Add(Isbn);
            Array.ForEach(ids, keys.Orders.Add);
            Array.ForEach(ids, keys.Reservations.Add);
        }

        (keys.IdempotencyKeys.Count, keys.Books.Count, keys.Stock.Count, keys.Orders.Count, keys.Reservations.Count).ShouldBe((1, 1, 1, 5, 5));
        keys.Orders.Sorted().ToArray().ShouldBe(ids.Order());
        keys.Clear();

        (keys.IdempotencyKeys.Count, keys.Books.Count, keys.Stock.Count, keys.Orders.Count, keys.Reservations.Count).ShouldBe((0, 0, 0, 0, 0));
        keys.Stock.Add(Isbn);
        keys.Stock.ShouldBe([Isbn]);
    }
}
