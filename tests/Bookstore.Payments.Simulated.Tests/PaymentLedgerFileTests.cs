using Bookstore.Support;
using Shouldly;
using Xunit;

namespace Bookstore.Payments.Simulated;

public sealed class PaymentLedgerFileTests : IDisposable
{
    private static readonly Money Price = new(12.99m, "USD");
    private static readonly PaymentToken Card = new("4929 1234 5678 9876");

    private readonly TemporaryFolder _folder = new();

    private string LedgerPath => _folder.File("payments.ledger");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Reopened_answers_as_before()
    {
        Guid[] orders = [NewId(), NewId(), NewId(), NewId(), NewId()];
        var before = new List<GatewayPayment?>();
        await using (var gateway = Open())
        {
            await MakeOneOfEachAsync(gateway, orders);
            foreach (var order in orders)
            {
                before.Add(await gateway.FindAsync(order, default));
            }
        }

        await using var reopened = Open();
        for (var i = 0; i < orders.Length; i++)
        {
            (await reopened.FindAsync(orders[i], default)).ShouldBe(before[i]);
        }

        (await ListAsync(reopened)).OrderBy(payment => payment.OrderId).ShouldBe(before.OfType<GatewayPayment>().OrderBy(payment => payment.OrderId));
    }

    [UnixFact]
    public async Task MissingFile_is_made_for_its_owner_alone_with_its_locks()
    {
        await using (var gateway = Open())
        {
            await AuthorizeAsync(gateway, NewId());
        }

        var files = Directory.GetFiles(Path.GetDirectoryName(LedgerPath)!);
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
        await File.WriteAllBytesAsync(LedgerPath, []);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(LedgerPath, Shared);
        }

        await using var gateway = Open();
        await AuthorizeAsync(gateway, NewId());

        (OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(LedgerPath)).ShouldBe(Shared);
    }

    [Fact]
    public async Task TwoGatewaysOnOneFile_authorize_each_order_once()
    {
        await using var one = Open();
        await using var two = Open();
        var orders = Enumerable.Range(0, 200).Select(_ => NewId()).ToArray();

        await Task.WhenAll(orders.SelectMany(order => new[] { AuthorizeAsync(one, order), AuthorizeAsync(two, order) }));

        File.ReadLines(LedgerPath).Count(line => line.StartsWith("authorized", StringComparison.Ordinal)).ShouldBe(orders.Length);
        foreach (var order in orders)
        {
            (await one.CaptureAsync(order, Price, default)).ShouldBe(CaptureResult.Captured);
            (await two.VoidAsync(order, default)).ShouldBe(VoidResult.AlreadyCaptured);
        }

        (await ListAsync(two)).Count.ShouldBe(orders.Length);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(70)]
    [InlineData(147)]
    public async Task TornLastLine_is_taken_as_never_written(int lost)
    {
        Guid[] orders = [NewId(), NewId()];
        await using (var gateway = Open())
        {
            await AuthorizeAsync(gateway, orders[0]);
            await AuthorizeAsync(gateway, orders[1]);
        }

        using (var file = File.OpenWrite(LedgerPath))
        {
            file.SetLength(file.Length - lost);
        }

        await using var reopened = Open();
        (await reopened.FindAsync(orders[0], default)).ShouldNotBeNull();
        (await reopened.FindAsync(orders[1], default)).ShouldBeNull();
        (await AuthorizeAsync(reopened, orders[1])).Outcome.ShouldBe(AuthorizeOutcome.Approved);
        (await ListAsync(reopened)).Count.ShouldBe(2);
        File.ReadLines(LedgerPath).Count().ShouldBe(3);
    }

    [Fact]
    public async Task TornHeader_begins_again()
    {
        await File.WriteAllBytesAsync(LedgerPath, LedgerLine.Header[..10].ToArray());
        await using var gateway = Open();

        (await AuthorizeAsync(gateway, NewId())).Outcome.ShouldBe(AuthorizeOutcome.Approved);
        File.ReadLines(LedgerPath).Count().ShouldBe(2);
    }

    [Theory]
    [InlineData(LedgerLineFault.Changed)]
    [InlineData(LedgerLineFault.Longer)]
    [InlineData(LedgerLineFault.Removed)]
    public async Task DamagedLineInTheMiddle_is_reported_and_nothing_is_cut_off(LedgerLineFault fault)
    {
        await using (var gateway = Open())
        {
            await AuthorizeAsync(gateway, NewId());
            await AuthorizeAsync(gateway, NewId());
            await AuthorizeAsync(gateway, NewId());
        }

        var lines = await File.ReadAllLinesAsync(LedgerPath);
        lines[2] = fault switch
        {
            LedgerLineFault.Changed => lines[2].Replace("1299", "9999", StringComparison.Ordinal),
            LedgerLineFault.Longer => lines[2] + " ",
            _ => string.Empty,
        };
        await File.WriteAllTextAsync(LedgerPath, string.Join('\n', lines) + "\n");
        var before = await File.ReadAllBytesAsync(LedgerPath);

        await using var reopened = Open();
        var thrown = await Should.ThrowAsync<BookstoreException>(async () => await AuthorizeAsync(reopened, NewId()));
        thrown.Message.ShouldStartWith("Line 3 of the payment ledger");
        thrown.Message.ShouldContain("Restore the file");
        (await File.ReadAllBytesAsync(LedgerPath)).ShouldBe(before);
    }

    [Fact]
    public async Task AnotherFile_is_refused_and_left_as_it_is()
    {
        await File.WriteAllTextAsync(LedgerPath, "my novel");
        await using var gateway = Open();

        var fault = await Should.ThrowAsync<BookstoreException>(async () => await AuthorizeAsync(gateway, NewId()));
        fault.Message.ShouldContain("no payment ledger");
        (await File.ReadAllTextAsync(LedgerPath)).ShouldBe("my novel");
    }

    [Fact]
    public void DirectoryInItsPlace_is_refused()
    {
        Directory.CreateDirectory(LedgerPath);

        Should.Throw<BookstoreException>(Open).Message.ShouldContain("is a directory. Remove it");
    }

    [Fact]
    public void MissingFolder_is_refused() => Should.Throw<BookstoreException>(
        () => new SimulatedPaymentGateway(new SimulatedPaymentGatewayOptions { LedgerPath = _folder.File("missing/payments.ledger") }))
        .Message.ShouldContain("does not exist. Create it");

    [Fact]
    public async Task LedgerCutWhileInUse_is_reported()
    {
        await using var gateway = Open();
        await AuthorizeAsync(gateway, NewId());
        using (var file = File.Open(LedgerPath, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            file.SetLength(LedgerLine.Length);
        }

        (await Should.ThrowAsync<BookstoreException>(async () => await AuthorizeAsync(gateway, NewId()))).Message.ShouldContain("was cut while in use");
    }

    [Fact]
    public async Task NoPartOfACardNumber_is_in_the_files()
    {
        await using (var gateway = Open())
        {
            await MakeOneOfEachAsync(gateway, [NewId(), NewId(), NewId(), NewId(), NewId()]);
        }

        foreach (var file in Directory.GetFiles(_folder.Path))
        {
            var text = await File.ReadAllTextAsync(file);
            foreach (var field in text.Split(' ', '\n'))
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
        await using var gateway = Open(maxOrdersInMemory: 10);
        var start = DateTimeOffset.UnixEpoch;
        var orders = Enumerable.Range(0, 3_000).Select(i => Guid.CreateVersion7(start.AddSeconds(i))).ToArray();
        await Task.WhenAll(orders.Select(order => AuthorizeAsync(gateway, order)));
        await Task.WhenAll(orders.Where((_, i) => i % 3 == 1).Select(order => gateway.CaptureAsync(order, Price, default).AsTask()));
        await Task.WhenAll(orders.Where((_, i) => i % 3 == 2).Select(order => gateway.VoidAsync(order, default).AsTask()));

        var answers = await Task.WhenAll(orders.Select(order => AuthorizeAsync(gateway, order)));
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

        File.ReadLines(LedgerPath).Count(line => line.StartsWith("authorized", StringComparison.Ordinal)).ShouldBe(orders.Length);
        (await gateway.FindAsync(Guid.CreateVersion7(start.AddSeconds(5)), default)).ShouldBeNull();
    }

    [Fact]
    public async Task EvictedOrdersWithRandomIds_are_answered_from_the_file()
    {
        var random = new Random(7);
        var orders = Enumerable.Range(0, 500).Select(_ => RandomId(random)).ToArray();
        await using (var gateway = Open(maxOrdersInMemory: 4))
        {
            await Task.WhenAll(orders.Select(order => AuthorizeAsync(gateway, order)));
            await Task.WhenAll(orders.Select(order => AuthorizeAsync(gateway, order)));
        }

        await using var reopened = Open(maxOrdersInMemory: 4);
        await Task.WhenAll(orders.Select(order => AuthorizeAsync(reopened, order)));
        File.ReadLines(LedgerPath).Count().ShouldBe(1 + orders.Length);
    }

    private static Guid RandomId(Random random)
    {
        var bytes = new byte[16];
        random.NextBytes(bytes);
        return new Guid(bytes);
    }

    private static async Task MakeOneOfEachAsync(SimulatedPaymentGateway gateway, Guid[] orders)
    {
        await AuthorizeAsync(gateway, orders[0]);
        await gateway.AuthorizeAsync(new AuthorizeRequest(orders[1], Price, null), default);
        await AuthorizeAsync(gateway, orders[2]);
        await gateway.CaptureAsync(orders[2], Price, default);
        await gateway.VoidAsync(orders[3], default);
        await AuthorizeAsync(gateway, orders[4]);
        await gateway.CaptureAsync(orders[4], Price, default);
        await gateway.RefundAsync(orders[4], Price, default);
    }

    private static Task<AuthorizeResult> AuthorizeAsync(SimulatedPaymentGateway gateway, Guid order) =>
        gateway.AuthorizeAsync(new AuthorizeRequest(order, Price, Card), default).AsTask();

    private static async Task<List<GatewayPayment>> ListAsync(SimulatedPaymentGateway gateway)
    {
        var all = new List<GatewayPayment>();
        await foreach (var payment in gateway.ListAsync(default))
        {
            all.Add(payment);
        }

        return all;
    }

    private static Guid NewId() => Guid.CreateVersion7(TimeProvider.System.GetUtcNow());

    private SimulatedPaymentGateway Open() => Open(200_000);

    private SimulatedPaymentGateway Open(int maxOrdersInMemory) =>
        new(new SimulatedPaymentGatewayOptions { LedgerPath = LedgerPath, MaxOrdersInMemory = maxOrdersInMemory });

    [AttributeUsage(AttributeTargets.Method)]
    private sealed class UnixFactAttribute : FactAttribute
    {
        public UnixFactAttribute() => Skip = OperatingSystem.IsWindows() ? "Windows has no file modes." : null;
    }
}

public enum LedgerLineFault
{
    Changed,
    Longer,
    Removed,
}
