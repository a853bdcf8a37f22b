using Bookstore.Storage;
using Bookstore.Testing;
using Shouldly;
using Xunit;
using TestShop = Bookstore.Support.TestShop;

namespace Bookstore.Audit;

/// <summary>A store ends reads that take too long: an audit reads less at a time then, and more again later.</summary>
public sealed class AuditPageSizeTests
{
    private static readonly AuditRequest AtOnce = new() { SecondLookAfter = TimeSpan.Zero };

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(60)]
    public async Task VerifyAsync_pages_are_ended_by_the_store_checks_all_in_smaller_ones(int most)
    {
        EndingStore store = null!;
        await using var shop = await TestShop.OpenAsync(decorate: inner => store = new EndingStore(inner));
        var records = await FillAsync(shop);
        store.Most = most;

        var report = await shop.Audit.VerifyAsync();

        (report.Checked, report.Findings.Count, report.Next).ShouldBe((records, 0, null));
        store.Limits.Where(limit => limit <= most).ShouldNotBeEmpty();
        (await shop.Audit.ReconcileAsync(AtOnce)).Findings.ShouldBeEmpty();
        (await shop.Audit.RunAsync(Guid.CreateVersion7())).ShouldSatisfyAllConditions(run => run.IsComplete.ShouldBeTrue(), run => run.Checked.ShouldBe(records));
    }

    [Fact]
    public async Task VerifyAsync_store_ends_even_a_page_of_one_fails_after_few_tries_and_says_what_to_do()
    {
        EndingStore store = null!;
        await using var shop = await TestShop.OpenAsync(decorate: inner => store = new EndingStore(inner));
        store.Most = 0;

        var fault = await Should.ThrowAsync<BookstoreStoreException>(() => shop.Audit.VerifyAsync());

        fault.IsTransient.ShouldBeTrue();
        fault.Message.ShouldContain("'0:'");
        fault.Message.ShouldContain("RunAsync");
        fault.Message.ShouldContain(EndingStore.Remedy);
        store.Limits.ShouldBe([1_000, 500, 250, 125, 62, 31, 15, 7, 3, 1]);
    }

    [Fact]
    public async Task VerifyAsync_store_refuses_for_good_fails_at_once()
    {
        EndingStore store = null!;
        await using var shop = await TestShop.OpenAsync(decorate: inner => store = new EndingStore(inner));
        (store.Most, store.IsTransient) = (0, false);

        await Should.ThrowAsync<BookstoreStoreException>(() => shop.Audit.VerifyAsync());

        store.Limits.ShouldBe([1_000]);
    }

    [Fact]
    public void Next_pages_take_long_shrinks_and_grows_again_up_to_where_it_began()
    {
        var size = new AuditPageSize(200);
        size.Took(TimeSpan.FromSeconds(3));
        size.Next.ShouldBe(100);
        size.Took(TimeSpan.FromSeconds(1));
        size.Next.ShouldBe(100);
        size.Took(TimeSpan.FromMilliseconds(1));
        size.Next.ShouldBe(200);
        size.Took(TimeSpan.FromMilliseconds(1));
        size.Next.ShouldBe(200);
        for (var i = 0; i < 10; i++)
        {
            size.Took(TimeSpan.FromMinutes(1));
        }

        size.Next.ShouldBe(1);
    }

    [Fact]
    public void Next_record_cannot_be_read_is_one_until_it_came_first()
    {
        var size = new AuditPageSize(200);
        size.TryShrink().ShouldBeTrue();

        size.IsolateUnreadable().ShouldBeFalse();
        size.Took(TimeSpan.FromMilliseconds(1));
        size.Next.ShouldBe(1);
        size.IsolateUnreadable().ShouldBeTrue();

        size.Next.ShouldBe(100);
    }

    // How many records an audit checks: books, orders, carts and keys.
    private static async Task<int> FillAsync(TestShop shop)
    {
        await shop.Inventory.ReceiveStockAsync(new StockChange { Isbn = TestShop.Odyssey, Quantity = 1_000, Reason = "delivery" });
        for (var i = 0; i < 150; i++)
        {
            await shop.StockAsync(Records.Isbn(1_000 + i), "A book", "A. Author", 10m, 1);
            await shop.PlaceAsync(TestShop.Odyssey, key: $"k{i}");
            await shop.Inventory.HoldAsync(new HoldStockRequest { ReservationId = Guid.CreateVersion7(), Lines = [new ReservationLine(TestShop.Odyssey, 1)] });
        }

        return 3 + (4 * 150);
    }

    /// <summary>A store that ends pages of more records than it can read in time.</summary>
    internal sealed class EndingStore(IBookstoreStore inner) : DelegatingStore(inner)
    {
        public const string Remedy = "Read less at a time.";

        public int Most { get; set; } = int.MaxValue;

        public bool IsTransient { get; set; } = true;

        public List<int> Limits { get; } = [];

        public override ValueTask<IReadOnlyList<StockAudit>> AuditStockAsync(Isbn? after, int limit, CancellationToken cancellationToken) => Read(limit, () => base.AuditStockAsync(after, limit, cancellationToken));

        public override ValueTask<IReadOnlyList<OrderAudit>> AuditOrdersAsync(Guid? after, int limit, CancellationToken cancellationToken) => Read(limit, () => base.AuditOrdersAsync(after, limit, cancellationToken));

        public override ValueTask<IReadOnlyList<ReservationAudit>> AuditReservationsAsync(Guid? after, int limit, CancellationToken cancellationToken) =>
            Read(limit, () => base.AuditReservationsAsync(after, limit, cancellationToken));

        public override ValueTask<IReadOnlyList<KeyWithOrder>> ListKeysWithOrdersAsync(DateTimeOffset createdBefore, IdempotencyRecord? after, int limit, CancellationToken cancellationToken) =>
            Read(limit, () => base.ListKeysWithOrdersAsync(createdBefore, after, limit, cancellationToken));

        private ValueTask<T> Read<T>(int limit, Func<ValueTask<T>> read)
        {
            Limits.Add(limit);
            return limit <= Most ? read() : ValueTask.FromException<T>(new BookstoreStoreException($"The read was ended. {Remedy}") { IsTransient = IsTransient });
        }
    }
}
