using Bookstore.Support;
using Shouldly;
using Xunit;

namespace Bookstore.Payments.Simulated;

/// <summary>A ledger whose file is torn, damaged, cut or not a ledger.</summary>
public sealed class DamagedLedgerTests : IDisposable
{
    private readonly TestLedger _ledger = new();

    [Theory]
    [InlineData(1)]
    [InlineData(70)]
    [InlineData(147)]
    public async Task TornLastLine_is_taken_as_never_written(int lost)
    {
        Guid[] orders = [TestLedger.NewId(), TestLedger.NewId()];
        await using (var gateway = _ledger.Open())
        {
            await TestLedger.AuthorizeAsync(gateway, orders[0]);
            await TestLedger.AuthorizeAsync(gateway, orders[1]);
        }

        using (var file = File.OpenWrite(_ledger.Path))
        {
            file.SetLength(file.Length - lost);
        }

        await using var reopened = _ledger.Open();
        (await reopened.FindAsync(orders[0], default)).ShouldNotBeNull();
        (await reopened.FindAsync(orders[1], default)).ShouldBeNull();
        (await TestLedger.AuthorizeAsync(reopened, orders[1])).Outcome.ShouldBe(AuthorizeOutcome.Approved);
        (await TestLedger.ListAsync(reopened)).Count.ShouldBe(2);
        File.ReadLines(_ledger.Path).Count().ShouldBe(3);
    }

    [Fact]
    public async Task TornHeader_begins_again()
    {
        await File.WriteAllBytesAsync(_ledger.Path, LedgerLine.Header[..10].ToArray());
        await using var gateway = _ledger.Open();

        (await TestLedger.AuthorizeAsync(gateway, TestLedger.NewId())).Outcome.ShouldBe(AuthorizeOutcome.Approved);
        File.ReadLines(_ledger.Path).Count().ShouldBe(2);
    }

    [Theory]
    [InlineData(LedgerLineFault.Changed)]
    [InlineData(LedgerLineFault.Longer)]
    [InlineData(LedgerLineFault.Removed)]
    public async Task DamagedLineInTheMiddle_is_reported_and_nothing_is_cut_off(LedgerLineFault fault)
    {
        await using (var gateway = _ledger.Open())
        {
            await TestLedger.AuthorizeAsync(gateway, TestLedger.NewId());
            await TestLedger.AuthorizeAsync(gateway, TestLedger.NewId());
            await TestLedger.AuthorizeAsync(gateway, TestLedger.NewId());
        }

        var lines = await File.ReadAllLinesAsync(_ledger.Path);
        lines[2] = fault switch
        {
            LedgerLineFault.Changed => lines[2].Replace("1299", "9999", StringComparison.Ordinal),
            LedgerLineFault.Longer => lines[2] + " ",
            _ => string.Empty,
        };
        await File.WriteAllTextAsync(_ledger.Path, string.Join('\n', lines) + "\n");
        var before = await File.ReadAllBytesAsync(_ledger.Path);

        await using var reopened = _ledger.Open();
        var thrown = await Should.ThrowAsync<BookstoreException>(async () => await TestLedger.AuthorizeAsync(reopened, TestLedger.NewId()));
        thrown.Message.ShouldStartWith("Line 3 of the payment ledger");
        thrown.Message.ShouldContain("Restore the file");
        (await File.ReadAllBytesAsync(_ledger.Path)).ShouldBe(before);
    }

    [Fact]
    public async Task AnotherFile_is_refused_and_left_as_it_is()
    {
        await File.WriteAllTextAsync(_ledger.Path, "my novel");
        await using var gateway = _ledger.Open();

        var fault = await Should.ThrowAsync<BookstoreException>(async () => await TestLedger.AuthorizeAsync(gateway, TestLedger.NewId()));
        fault.Message.ShouldContain("no payment ledger");
        (await File.ReadAllTextAsync(_ledger.Path)).ShouldBe("my novel");
    }

    [Fact]
    public void DirectoryInItsPlace_is_refused()
    {
        Directory.CreateDirectory(_ledger.Path);

        Should.Throw<BookstoreException>(() => _ledger.Open()).Message.ShouldContain("is a directory. Remove it");
    }

    [Fact]
    public void MissingFolder_is_refused() => Should.Throw<BookstoreException>(
        () => new SimulatedPaymentGateway(new SimulatedPaymentGatewayOptions { LedgerPath = _ledger.InFolder("missing/payments.ledger") }))
        .Message.ShouldContain("does not exist. Create it");

    [Fact]
    public async Task LedgerCutWhileInUse_is_reported()
    {
        await using var gateway = _ledger.Open();
        await TestLedger.AuthorizeAsync(gateway, TestLedger.NewId());
        using (var file = File.Open(_ledger.Path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            file.SetLength(LedgerLine.Length);
        }

        (await Should.ThrowAsync<BookstoreException>(async () => await TestLedger.AuthorizeAsync(gateway, TestLedger.NewId()))).Message.ShouldContain("was cut while in use");
    }

    [UnixTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task LedgerMovedWhileInUse_is_reported_until_it_is_put_back(bool isReplaced)
    {
        var time = new ManualTime();
        await using var gateway = new SimulatedPaymentGateway(new SimulatedPaymentGatewayOptions { LedgerPath = _ledger.Path }, time);
        var order = TestLedger.NewId();
        await TestLedger.AuthorizeAsync(gateway, order);
        File.Move(_ledger.Path, _ledger.InFolder("moved"));
        if (isReplaced)
        {
            await File.WriteAllBytesAsync(_ledger.Path, LedgerLine.Header.ToArray());
        }

        time.Advance(TimeSpan.FromSeconds(1));
        for (var i = 0; i < 2; i++)
        {
            (await Should.ThrowAsync<BookstoreException>(async () => await TestLedger.AuthorizeAsync(gateway, TestLedger.NewId()))).Message.ShouldContain("was moved, deleted or replaced");
        }

        File.Move(_ledger.InFolder("moved"), _ledger.Path, overwrite: true);

        (await gateway.FindAsync(order, default)).ShouldNotBeNull();
        (await TestLedger.AuthorizeAsync(gateway, TestLedger.NewId())).Outcome.ShouldBe(AuthorizeOutcome.Approved);
        (await TestLedger.ListAsync(gateway)).Count.ShouldBe(2);
    }

    public void Dispose() => _ledger.Dispose();
}

public enum LedgerLineFault
{
    Changed,
    Longer,
    Removed,
}
