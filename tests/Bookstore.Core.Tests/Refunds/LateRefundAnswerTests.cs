using Bookstore.Storage;
using Bookstore.Support;
using Bookstore.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Shouldly;
using Xunit;
using TestShop = Bookstore.Support.TestShop;

namespace Bookstore.Refunds;

/// <summary>An answer that is recorded after its lease, and after another host or a person has ended the refund.</summary>
public sealed class LateRefundAnswerTests : IAsyncLifetime
{
    private const int MadeAfterDecision = 3013;

    private readonly InMemoryStore _records = new();
    private readonly RecordingLogs _logs = new();
    private ScriptedStore _slow = null!;
    private TestShop _shop = null!;
    private TestShop _other = null!;
    private Guid _refund;

    public async Task InitializeAsync()
    {
        _other = await TestShop.OpenAsync(decorate: _ => new SharedStore(_records));
        _shop = await TestShop.OpenAsync(static options => options.WritePath.RetryTimeout = TimeSpan.FromMinutes(1), _ => _slow = new ScriptedStore(new SharedStore(_records)), services => services.AddLogging(logging => logging.AddProvider(_logs)));
        var order = (await _shop.PlaceCapturedAsync(TestShop.Algorithms)).Id;
        _refund = (await _shop.Refunds.CreateAsync(new CreateRefundRequest { OrderId = order, Amount = 10m, Reason = "goodwill" })).Refund!.Id;

        // Its outcome stays unknown until a person is asked.
        _shop.Gateway.OnRefund = static (_, _) => ValueTask.FromResult(RefundResult.Unknown);
        for (var attempt = 0; attempt < PaymentAttention.AttemptsUntilTold; attempt++)
        {
            await _shop.RefundSettlement.RunOnceAsync();
            Advance(TimeSpan.FromHours(2));
        }

        (await _shop.Refunds.FindAsync(_refund))!.Attention.ShouldNotBeNull();
    }

    public async Task DisposeAsync()
    {
        await _shop.DisposeAsync();
        await _other.DisposeAsync();
        await _records.DisposeAsync();
        _logs.Dispose();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_refund_that_was_made_although_a_person_has_ended_it_meanwhile_is_logged(bool isMarkedDone)
    {
        await AnswerAfterAsync(async () => (isMarkedDone ? await _other.Refunds.MarkDoneAsync(_refund, "SEPA 17") : await _other.Refunds.GiveUpAsync(_refund, "written off")).Outcome.ShouldBe(ResolveRefundOutcome.Resolved));

        var entry = _logs.Entries.Where(static entry => entry.Id == MadeAfterDecision).ShouldHaveSingleItem();
        entry.Level.ShouldBe(LogLevel.Critical);
        _logs.Texts.ShouldContain(text => text.Contains(_refund.ToString(), StringComparison.Ordinal) && text.Contains("10.00", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_same_answer_to_another_host_is_nothing_to_tell()
    {
        _other.Gateway.OnRefund = static (_, _) => ValueTask.FromResult(RefundResult.Refunded);

        await AnswerAfterAsync(() => _other.RefundSettlement.RunOnceAsync());

        (await _shop.Refunds.FindAsync(_refund))!.Status.ShouldBe(RefundStatus.Succeeded);
        _logs.Entries.ShouldNotContain(static entry => entry.Id == MadeAfterDecision);
    }

    // The gateway answers in time, and the store is so slow that the lease is over before the answer is written.
    private async Task AnswerAfterAsync(Func<Task> happens)
    {
        _shop.Gateway.OnRefund = (_, _) =>
        {
            _slow.OnOpen = async _ =>
            {
                _slow.OnOpen = null;
                Advance(TimeSpan.FromSeconds(30));
                await happens();
            };
            return ValueTask.FromResult(RefundResult.Refunded);
        };
        await _shop.RefundSettlement.RunOnceAsync();
    }

    private void Advance(TimeSpan time)
    {
        _shop.Time.Advance(time);
        _other.Time.Advance(time);
    }
}
