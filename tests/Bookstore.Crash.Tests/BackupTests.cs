using Shouldly;
using Xunit;

namespace Bookstore.Crash;

/// <summary>A backup in one process, while another one sells or its own is killed: whole under its name, or not there.</summary>
public sealed class BackupTests : IDisposable
{
    private const int Books = 900;
    private const int Copies = 100;
    private const int StepsWithOrders = 5;

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Another_process_sells_during_the_first_steps_and_the_copy_is_whole()
    {
        var files = _folder.Shop("shop");
        await using var shop = await OpenAsync(files);
        var target = _folder.Shop("copy");
        var before = await BuyAsync(shop);
        await using var backup = ShopProcess.Start("backup", files, target.Database);

        var steps = 0;
        for (; await backup.ReadLineAsync() is StepByStep.Step; steps++)
        {
            if (steps < StepsWithOrders)
            {
                await BuyAsync(shop);
            }

            await backup.WriteLineAsync("go");
        }

        (await backup.WasKilledAsync()).ShouldBeFalse();
        steps.ShouldBeGreaterThan(StepsWithOrders);
        await ShouldBeWholeAsync(target, before);
    }

    [Fact]
    public async Task A_process_killed_during_a_backup_leaves_no_copy_under_its_name_and_the_next_one_is_whole()
    {
        var files = _folder.Shop("shop");
        Guid before;
        await using (var shop = await OpenAsync(files))
        {
            before = await BuyAsync(shop);
        }

        var target = _folder.Shop("copy");
        await using (var killed = ShopProcess.Start("backup", files, target.Database))
        {
            await killed.ExpectAsync(StepByStep.Step);
            await killed.WriteLineAsync("go");
            await killed.ExpectAsync(StepByStep.Step);
            killed.Kill();
            (await killed.WasKilledAsync()).ShouldBeTrue();
        }

        File.Exists(target.Database).ShouldBeFalse();
        Directory.GetFiles(target.Folder).ShouldHaveSingleItem().ShouldEndWith(".tmp");
        await using (var shop = new Shop(files))
        {
            await BuyAsync(shop);
            await shop.Backup.BackupAsync(target.Database);
        }

        await ShouldBeWholeAsync(target, before);
    }

    public void Dispose() => _folder.Dispose();

    private static async Task<Shop> OpenAsync(ShopFiles files)
    {
        var shop = new Shop(files);
        await shop.StockAsync(Shelf.Isbn(0), Copies);
        var books = Enumerable.Range(1, Books).Select(static number => new Book
        {
            Isbn = Shelf.Isbn(number),
            Title = $"Title {number} {new string('x', 450)}",
            Author = "Author",
            Price = new Money(10m, "EUR"),
        });
        await shop.Inventory.SaveBooksAsync(books.ToAsyncEnumerable());
        return shop;
    }

    private static async Task<Guid> BuyAsync(Shop shop)
    {
        var placed = await shop.Workflow.PlaceAsync(new PlaceOrderRequest
        {
            CustomerId = "customer",
            Lines = [new PlaceOrderLine(Shelf.Isbn(0), 1)],
            Payment = new PaymentToken("4242424242424242"),
        });
        placed.Outcome.ShouldBe(PlaceOrderOutcome.Created);
        return placed.Order!.Id;
    }

    private static async Task ShouldBeWholeAsync(ShopFiles target, Guid before)
    {
        await using var copy = new Shop(target);
        (await copy.Store.FindOrderAsync(before, CancellationToken.None)).ShouldNotBeNull();
        (await copy.Audit.VerifyAsync()).Findings.ShouldBeEmpty();
        await BuyAsync(copy);
    }
}
