using Shouldly;
using Xunit;

namespace Bookstore.Payments.Simulated;

/// <summary>A ledger's file that cannot be used is looked at again, for a tenth of the time.</summary>
public sealed class LedgerInDoubtTests : IDisposable
{
    private readonly TestLedger _ledger = new();
    private readonly SlowTime _time = new();

    private string Elsewhere => _ledger.InFolder("elsewhere");

    [Fact]
    public async Task A_look_at_the_file_takes_a_second_and_fails_none_is_made_for_ten_and_another_after_a_minute()
    {
        await using var gateway = new SimulatedPaymentGateway(new SimulatedPaymentGatewayOptions { LedgerPath = _ledger.Path }, _time);
        var order = TestLedger.NewId();
        (await TestLedger.AuthorizeAsync(gateway, order)).Outcome.ShouldBe(AuthorizeOutcome.Approved);
        _time.Pass(TimeSpan.FromSeconds(1));
        File.Move(_ledger.Path, Elsewhere);
        _time.EachReading = TimeSpan.FromSeconds(1);
        await Should.ThrowAsync<BookstoreException>(() => TestLedger.AuthorizeAsync(gateway, TestLedger.NewId()));
        _time.EachReading = TimeSpan.Zero;
        File.Move(Elsewhere, _ledger.Path);

        (await Should.ThrowAsync<BookstoreException>(() => TestLedger.AuthorizeAsync(gateway, order))).Message.ShouldContain("moved, deleted or replaced");
        _time.Pass(TimeSpan.FromSeconds(10));
        await Should.ThrowAsync<BookstoreException>(() => TestLedger.AuthorizeAsync(gateway, order));
        _time.Pass(TimeSpan.FromMinutes(1));

        (await TestLedger.AuthorizeAsync(gateway, order)).Outcome.ShouldBe(AuthorizeOutcome.Approved);
        (await TestLedger.ListAsync(gateway)).ShouldHaveSingleItem();
    }

    public void Dispose() => _ledger.Dispose();

    /// <summary>Time that passes with each reading of it.</summary>
    private sealed class SlowTime : TimeProvider
    {
        private readonly Lock _lock = new();
        private TimeSpan _now = TimeSpan.FromDays(1);

        public TimeSpan EachReading { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public void Pass(TimeSpan time)
        {
            lock (_lock)
            {
                _now += time;
            }
        }

        public override long GetTimestamp()
        {
            lock (_lock)
            {
                var now = _now.Ticks;
                _now += EachReading;
                return now;
            }
        }
    }
}
