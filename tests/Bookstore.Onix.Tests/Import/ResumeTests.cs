using Bookstore.Support;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Bookstore.Onix.Tests.Import;

/// <summary>Imports that are stopped and started again, and several at once.</summary>
public sealed class ResumeTests
{
    private const int Products = 600;

    [Fact]
    public async Task A_stopped_import_continues_where_it_was_and_counts_each_record_once()
    {
        await using var shop = new ImportShop();

        await Should.ThrowAsync<IOException>(() => shop.ImportAsync(() => new CutStream(new GeneratedFeed(Products), 1_500_000)));
        var written = (await shop.BooksAsync()).Count;
        var report = await shop.ImportAsync(static () => new GeneratedFeed(Products));

        written.ShouldBeInRange(300, Products - 1);
        report.ContinuedAfter.ShouldBeInRange(64, written);
        (report.Imported, report.Unchanged, report.Records).ShouldBe((Products, 0, Products));
        (await shop.BooksAsync()).Count.ShouldBe(Products);
    }

    [Fact]
    public async Task An_import_that_is_cancelled_again_and_again_comes_to_its_end()
    {
        await using var shop = new ImportShop();
        OnixImportReport? report = null;
        for (var tries = 0; report is null && tries < 20; tries++)
        {
            using var stop = new CancellationTokenSource();
            var before = -1L;
            try
            {
                report = await shop.ImportAsync(static () => new GeneratedFeed(Products), progress: new Reports(progress =>
                {
                    if (before >= 0 && progress.Records < Products)
                    {
                        stop.Cancel();
                    }

                    before = progress.Records;
                }), cancellationToken: stop.Token);
            }
            catch (OperationCanceledException)
            {
                // Another try.
            }
        }

        report.ShouldNotBeNull().Imported.ShouldBe(Products);
    }

    [Fact]
    public async Task A_file_that_is_another_one_behind_the_same_beginning_is_read_from_its_beginning()
    {
        await using var shop = new ImportShop();
        await Should.ThrowAsync<IOException>(() => shop.ImportAsync(() => new CutStream(new GeneratedFeed(Products), 1_500_000)));
        var books = await shop.BooksAsync();

        // The same first record, and other prices from the second on.
        var report = await shop.ImportAsync(static () => new SplicedStream(new GeneratedFeed(Products), new GeneratedFeed(Products, price: 3)));

        report.ContinuedAfter.ShouldBe(0);
        (await shop.BooksAsync()).Count.ShouldBe(Products);
        (await shop.FindAsync(GeneratedFeed.IsbnOf(1)))!.Price.ShouldBe(books[1].Price + new Money(3, "EUR"));
    }

    [Fact]
    public async Task A_broken_file_is_told_and_the_whole_file_continues_behind_it()
    {
        await using var shop = new ImportShop();

        var broken = await shop.ImportAsync(() => new CutStream(new GeneratedFeed(Products), 1_200_000, fails: false));
        var whole = await shop.ImportAsync(static () => new GeneratedFeed(Products));

        broken.Fault.ShouldNotBeNull().ShouldContain("The file is broken");
        broken.Imported.ShouldBeGreaterThan(200);
        whole.ContinuedAfter.ShouldBe(broken.Imported);
        (whole.Imported, whole.Fault).ShouldBe((Products, null));
    }

    [Fact]
    public async Task Two_messages_at_once_leave_what_the_newer_one_says()
    {
        await using var shop = new ImportShop();

        var older = shop.ImportAsync(static () => new GeneratedFeed(Products, "20260101T000000Z"));
        var newer = shop.ImportAsync(static () => new GeneratedFeed(Products, "20260102T000000Z", price: 1));
        var reports = await Task.WhenAll(older, newer);

        reports.Sum(static report => report.Imported).ShouldBe(Products);
        await using var alone = new ImportShop();
        await alone.ImportAsync(static () => new GeneratedFeed(Products, price: 1));
        (await shop.BooksAsync()).ShouldBe(await alone.BooksAsync());
    }

    [Fact]
    public async Task An_import_into_a_file_continues_in_another_process()
    {
        using var folder = new TemporaryFolder();
        var connection = $"Data Source={Path.Combine(folder.Path, "shop.db")}";
        await using (var first = new ImportShop(builder => builder.UseSqlite(connection)))
        {
            await Should.ThrowAsync<IOException>(() => first.ImportAsync(() => new CutStream(new GeneratedFeed(Products), 1_500_000)));
        }

        await using var second = new ImportShop(builder => builder.UseSqlite(connection));
        var report = await second.ImportAsync(static () => new GeneratedFeed(Products));
        var again = await second.ImportAsync(static () => new GeneratedFeed(Products));

        (report.Imported, report.Records).ShouldBe((Products, Products));
        report.ContinuedAfter.ShouldBeGreaterThan(63);
        (again.Unchanged, again.Records).ShouldBe((Products, Products));
    }

    [Fact]
    public async Task Two_hosts_import_the_same_message_into_one_file_at_once()
    {
        using var folder = new TemporaryFolder();
        var connection = $"Data Source={Path.Combine(folder.Path, "shop.db")}";
        await using var one = new ImportShop(builder => builder.UseSqlite(connection));
        await using var two = new ImportShop(builder => builder.UseSqlite(connection));
        await one.BooksAsync();

        var reports = await Task.WhenAll(one.ImportAsync(static () => new GeneratedFeed(Products)), two.ImportAsync(static () => new GeneratedFeed(Products)));

        reports.ShouldAllBe(static report => report.Records == Products && report.Refused == 0 && report.Fault == null);
        reports.Sum(static report => report.Imported).ShouldBeGreaterThanOrEqualTo(Products);
        (await one.BooksAsync()).Count.ShouldBe(Products);
        (await one.CountEventsAsync()).ShouldBe(Products);
    }

    private sealed class Reports(Action<OnixImportProgress> report) : IProgress<OnixImportProgress>
    {
        public void Report(OnixImportProgress value) => report(value);
    }
}
