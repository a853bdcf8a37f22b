using System.Globalization;
using Bookstore.Support;
using Shouldly;
using Xunit;

namespace Bookstore.Payments.Simulated;

/// <summary>The ledger in its file: what is written is found again, by several gateways, in memory or not.</summary>
public sealed class PaymentLedgerFileTests : IDisposable
{
    private readonly TestLedger _ledger = new();

    [Fact]
    public async Task Reopened_answers_as_before()
    {
        Guid[] orders = [TestLedger.NewId(), TestLedger.NewId(), TestLedger.NewId(), TestLedger.NewId(), TestLedger.NewId()];
        var before = new List<GatewayPayment?>();
        await using (var gateway = _ledger.Open())
        {
            await TestLedger.MakeOneOfEachAsync(gateway, orders);
            foreach (var order in orders)
            {
                before.Add(await gateway.FindAsync(order, default));
            }
        }

        await using var reopened = _ledger.Open();
        for (var i = 0; i < orders.Length; i++)
        {
            (await reopened.FindAsync(orders[i], default)).ShouldBe(before[i]);
        }

        (await TestLedger.ListAsync(reopened)).OrderBy(payment => payment.OrderId).ShouldBe(before.OfType<GatewayPayment>().OrderBy(payment => payment.OrderId));
    }

    [Theory]
    [InlineData(LedgerSync.EachAnswer)]
    [InlineData(LedgerSync.EverySecond)]
    public async Task An_answer_is_in_the_file_before_it_is_given(LedgerSync sync)
    {
        await using var gateway = _ledger.Open(sync: sync);
        for (var i = 1; i <= 20; i++)
        {
            await TestLedger.AuthorizeAsync(gateway, TestLedger.NewId());

            new FileInfo(_ledger.Path).Length.ShouldBe((i + 1) * LedgerLine.Length);
        }

        await using var other = _ledger.Open(sync: sync);
        (await TestLedger.ListAsync(other)).Count.ShouldBe(20);
    }

    [UnixFact]
    public async Task MissingFile_is_made_for_its_owner_alone_with_its_locks()
    {
        await using (var gateway = _ledger.Open())
        {
            await TestLedger.AuthorizeAsync(gateway, TestLedger.NewId());
        }

        var files = Directory.GetFiles(Path.GetDirectoryName(_ledger.Path)!);
        files.Length.ShouldBe(3);
        foreach (var path in files)
        {
            (OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(path)).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite, path);
        }
    }

    [UnixFact]
    public async Task ExistingFile_keeps_its_mode()
    {
        const UnixFileMode Shared = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead;
        await File.WriteAllBytesAsync(_ledger.Path, []);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_ledger.Path, Shared);
        }

        await using var gateway = _ledger.Open();
        await TestLedger.AuthorizeAsync(gateway, TestLedger.NewId());

        (OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(_ledger.Path)).ShouldBe(Shared);
    }

    [Fact]
    public async Task TwoGatewaysOnOneFile_authorize_each_order_once()
    {
        await using var one = _ledger.Open();
        await using var two = _ledger.Open();
        var orders = Enumerable.Range(0, 200).Select(_ => TestLedger.NewId()).ToArray();

        await Task.WhenAll(orders.SelectMany(order => new[] { TestLedger.AuthorizeAsync(one, order), TestLedger.AuthorizeAsync(two, order) }));

        File.ReadLines(_ledger.Path).Count(line => line.StartsWith("authorized", StringComparison.Ordinal)).ShouldBe(orders.Length);
        foreach (var order in orders)
        {
            (await one.CaptureAsync(order, TestLedger.Price, default)).ShouldBe(CaptureResult.Captured);
            (await two.VoidAsync(order, default)).ShouldBe(VoidResult.AlreadyCaptured);
        }

        (await TestLedger.ListAsync(two)).Count.ShouldBe(orders.Length);
    }

    [Fact]
    public async Task NoPartOfACardNumber_is_in_the_files()
    {
        await using (var gateway = _ledger.Open())
        {
            await TestLedger.MakeOneOfEachAsync(gateway, [TestLedger.NewId(), TestLedger.NewId(), TestLedger.NewId(), TestLedger.NewId(), TestLedger.NewId()]);
        }

        foreach (var file in Directory.GetFiles(_ledger.Folder))
        {
            var text = await File.ReadAllTextAsync(file);
            // Ids and times have the same digits by chance.
            foreach (var field in text.Split(' ', '\n').Where(field => !Guid.TryParse(field, out _) && !DateTimeOffset.TryParse(field, CultureInfo.InvariantCulture, out _)))
            {
                field.ShouldNotContain("4929");
                field.ShouldNotBe("9876");
            }

            text.ShouldNotContain("49291234");
            text.ShouldNotContain("56789876");
        }
    }

    [Fact]
    public async Task EvictedOrders_are_answered_from_the_file()
    {
        await using var gateway = _ledger.Open(maxOrdersInMemory: 10);
        var start = DateTimeOffset.UnixEpoch;
        var orders = Enumerable.Range(0, 3_000).Select(i => Guid.CreateVersion7(start.AddSeconds(i))).ToArray();
        await Task.WhenAll(orders.Select(order => TestLedger.AuthorizeAsync(gateway, order)));
        await Task.WhenAll(orders.Where((_, i) => i % 3 == 1).Select(order => gateway.CaptureAsync(order, TestLedger.Price, default).AsTask()));
        await Task.WhenAll(orders.Where((_, i) => i % 3 == 2).Select(order => gateway.VoidAsync(order, default).AsTask()));

        var answers = await Task.WhenAll(orders.Select(order => TestLedger.AuthorizeAsync(gateway, order)));
        for (var i = 0; i < orders.Length; i++)
        {
            answers[i].Outcome.ShouldBe(i % 3 == 2 ? AuthorizeOutcome.Declined : AuthorizeOutcome.Approved);
            (await gateway.FindAsync(orders[i], default))!.Status.ShouldBe((i % 3) switch
            {
                0 => GatewayPaymentStatus.Authorized,
                1 => GatewayPaymentStatus.Captured,
                _ => GatewayPaymentStatus.Voided,
            });
        }

        File.ReadLines(_ledger.Path).Count(line => line.StartsWith("authorized", StringComparison.Ordinal)).ShouldBe(orders.Length);
        (await gateway.FindAsync(Guid.CreateVersion7(start.AddSeconds(5)), default)).ShouldBeNull();
    }

    [Fact]
    public async Task EvictedOrdersWithRandomIds_are_answered_from_the_file()
    {
        var random = new Random(7);
        var orders = Enumerable.Range(0, 500).Select(_ => RandomId(random)).ToArray();
        await using (var gateway = _ledger.Open(maxOrdersInMemory: 4))
        {
            await Task.WhenAll(orders.Select(order => TestLedger.AuthorizeAsync(gateway, order)));
            await Task.WhenAll(orders.Select(order => TestLedger.AuthorizeAsync(gateway, order)));
        }

        await using var reopened = _ledger.Open(maxOrdersInMemory: 4);
        await Task.WhenAll(orders.Select(order => TestLedger.AuthorizeAsync(reopened, order)));
        File.ReadLines(_ledger.Path).Count().ShouldBe(1 + orders.Length);
    }

    public void Dispose() => _ledger.Dispose();

    private static Guid RandomId(Random random)
    {
        var bytes = new byte[16];
        random.NextBytes(bytes);
        return new Guid(bytes);
    }
}
