using Shouldly;
using Xunit;

namespace Bookstore.Testing;

/// <summary>The gateway for tests keeps the contract, and the suite finds every adapter that does not.</summary>
public sealed class GatewayConformanceTests
{
    public static TheoryData<string> Cases => [.. PaymentGatewayConformance.Cases.Select(sentence => sentence.Name)];

    public static TheoryData<string, string> Breaks => new()
    {
        { nameof(ChargesTwice), "An authorization sent again answers the same" },
        { nameof(Forgets), "An approved authorization is on record with its amount and transaction" },
        { nameof(AnswersAnotherAmount), "An approved authorization is on record with its amount and transaction" },
        { nameof(CapturesWhatever), "A capture of another amount is refused and changes nothing" },
        { nameof(VoidsInWordsOnly), "A capture after a void is refused" },
        { nameof(AnswersVoidAfterCapture), "A void after a capture answers that it is captured" },
        { nameof(TriesADeclinedCardAgain), "A declined authorization sent again is declined the same way with any token" },
        { nameof(RefusesToVoidTheUnknown), "A void of an unknown order succeeds and makes a later authorization fail" },
        { nameof(ListsNothing), "The list has every order once as it was found" },
        { nameof(DoesNotHeedCancellation), "A call that is cancelled before it begins has no effect" },
        { nameof(ChangesItsName), "The name has 1 to 50 characters and stays the same" },
        { nameof(RefusesWithoutACode), "A refused capture has a code and sent again is refused the same way" },
        { nameof(TakesACapturesRefusalForUnknown), "A capture that the card refuses for good takes nothing and can be voided" },
        { nameof(TakesARefundsRefusalForUnknown), "A refund that the card refuses for good has a code and leaves the amount captured" },
        { nameof(RefundsNothing), "A refund gives the captured amount back and sent again answers the same" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task The_scripted_gateway_keeps_the_contract(string sentence)
    {
        await using var gateway = new ScriptedPaymentGateway();

        await PaymentGatewayConformance.RunAsync(sentence, new GatewayUnderTest(gateway)
        {
            ActionToken = new PaymentToken(TestCards.ActionRequired),
            CompleteActionAsync = (orderId, isApproved) => gateway.CompleteActionAsync(orderId, isApproved).AsTask(),
        });
    }

    [Fact]
    public async Task A_gateway_that_takes_a_refusing_customer_for_an_approving_one_is_found()
    {
        await using var gateway = new ScriptedPaymentGateway();
        var subject = new GatewayUnderTest(gateway)
        {
            ActionToken = new PaymentToken(TestCards.ActionRequired),
            CompleteActionAsync = (orderId, _) => gateway.CompleteActionAsync(orderId, isApproved: true).AsTask(),
        };

        var found = await Should.ThrowAsync<ConformanceException>(() => PaymentGatewayConformance.RunAllAsync(subject));

        found.Message.ShouldContain("A payment that its customer refuses is declined");
    }

    [Theory]
    [MemberData(nameof(Breaks))]
    public async Task A_gateway_that_breaks_a_sentence_is_found(string broken, string sentence)
    {
        var gateway = (IPaymentGateway)Activator.CreateInstance(typeof(GatewayConformanceTests).GetNestedType(broken, System.Reflection.BindingFlags.NonPublic)!)!;

        var found = await Should.ThrowAsync<ConformanceException>(() => PaymentGatewayConformance.RunAllAsync(new GatewayUnderTest(gateway)));

        found.Message.ShouldContain(sentence);
    }

    [Fact]
    public async Task A_gateway_that_cannot_forbid_a_late_authorization_is_not_held_to_it()
    {
        await using var gateway = new ScriptedPaymentGateway { LateAuthorizationWindow = TimeSpan.FromMinutes(2) };
        gateway.OnVoid = async (request, inner) => await gateway.FindAsync(new FindRequest(request.OrderId, null), default) is null ? VoidResult.Voided : await inner();
        gateway.OnRefund = async (request, inner) => await gateway.FindAsync(new FindRequest(request.OrderId, null), default) is null ? RefundResult.NothingCaptured : await inner();

        await PaymentGatewayConformance.RunAllAsync(new GatewayUnderTest(gateway));
        gateway.LateAuthorizationWindow = TimeSpan.Zero;
        await Should.ThrowAsync<ConformanceException>(() => PaymentGatewayConformance.RunAllAsync(new GatewayUnderTest(gateway)));
    }

    [Fact]
    public void Every_sentence_has_a_name_of_its_own() => PaymentGatewayConformance.Cases.Select(sentence => sentence.ToString()).ShouldBeUnique();

    [Fact]
    public async Task A_case_that_is_not_there_is_named() =>
        (await Should.ThrowAsync<ArgumentException>(() => PaymentGatewayConformance.RunAsync("no such", new GatewayUnderTest(new ScriptedPaymentGateway())))).Message.ShouldContain("no such");

    private sealed class ChargesTwice : BrokenGateway
    {
        public override async ValueTask<AuthorizeResult> AuthorizeAsync(AuthorizeRequest request, CancellationToken cancellationToken)
        {
            var result = await base.AuthorizeAsync(request, cancellationToken);
            return result.Outcome == AuthorizeOutcome.Approved ? AuthorizeResult.Approved(Guid.NewGuid().ToString()) : result;
        }
    }

    private sealed class Forgets : BrokenGateway
    {
        public override ValueTask<GatewayPayment?> FindAsync(FindRequest request, CancellationToken cancellationToken) => ValueTask.FromResult<GatewayPayment?>(null);
    }

    private sealed class AnswersAnotherAmount : BrokenGateway
    {
        public override async ValueTask<GatewayPayment?> FindAsync(FindRequest request, CancellationToken cancellationToken) =>
            await base.FindAsync(request, cancellationToken) is { Amount: { } amount } payment ? payment with { Amount = amount * 2 } : null;
    }

    private sealed class CapturesWhatever : BrokenGateway
    {
        public override async ValueTask<CaptureResult> CaptureAsync(CaptureRequest request, CancellationToken cancellationToken) =>
            await base.CaptureAsync(request with { Amount = (await FindAsync(new FindRequest(request.OrderId, null), cancellationToken))?.Amount ?? request.Amount }, cancellationToken);
    }

    private sealed class VoidsInWordsOnly : BrokenGateway
    {
        public override ValueTask<VoidResult> VoidAsync(VoidRequest request, CancellationToken cancellationToken) => ValueTask.FromResult(VoidResult.Voided);
    }

    private sealed class AnswersVoidAfterCapture : BrokenGateway
    {
        public override async ValueTask<VoidResult> VoidAsync(VoidRequest request, CancellationToken cancellationToken)
        {
            await base.VoidAsync(request, cancellationToken);
            return VoidResult.Voided;
        }
    }

    private sealed class TriesADeclinedCardAgain : BrokenGateway
    {
        public override async ValueTask<AuthorizeResult> AuthorizeAsync(AuthorizeRequest request, CancellationToken cancellationToken) =>
            request.Token!.Value == TestCards.Declined ? AuthorizeResult.Declined("card_declined") : await base.AuthorizeAsync(request, cancellationToken);
    }

    private sealed class RefusesToVoidTheUnknown : BrokenGateway
    {
        public override async ValueTask<VoidResult> VoidAsync(VoidRequest request, CancellationToken cancellationToken) =>
            await FindAsync(new FindRequest(request.OrderId, null), cancellationToken) is null ? throw new KeyNotFoundException("no such order") : await base.VoidAsync(request, cancellationToken);
    }

    private sealed class ListsNothing : BrokenGateway
    {
        public override IAsyncEnumerable<GatewayPayment> ListAsync(CancellationToken cancellationToken) => AsyncEnumerable.Empty<GatewayPayment>();
    }

    private sealed class DoesNotHeedCancellation : BrokenGateway
    {
        public override ValueTask<AuthorizeResult> AuthorizeAsync(AuthorizeRequest request, CancellationToken cancellationToken) => base.AuthorizeAsync(request, CancellationToken.None);
    }

    private sealed class ChangesItsName : BrokenGateway
    {
        private int _asked;

        public override string Name => $"broken-{_asked++}";
    }

    private sealed class RefusesWithoutACode : BrokenGateway
    {
        public override async ValueTask<CaptureResult> CaptureAsync(CaptureRequest request, CancellationToken cancellationToken) =>
            await base.CaptureAsync(request, cancellationToken) is { Outcome: CaptureOutcome.Refused } ? CaptureResult.Refused(string.Empty) : CaptureResult.Captured;
    }

    private sealed class TakesACapturesRefusalForUnknown : BrokenGateway
    {
        public override async ValueTask<CaptureResult> CaptureAsync(CaptureRequest request, CancellationToken cancellationToken) =>
            await base.CaptureAsync(request, cancellationToken) is { Code: not "capture_refused" } result ? result : CaptureResult.Unknown;
    }

    private sealed class TakesARefundsRefusalForUnknown : BrokenGateway
    {
        public override async ValueTask<RefundResult> RefundAsync(RefundRequest request, CancellationToken cancellationToken) =>
            await base.RefundAsync(request, cancellationToken) is { Outcome: not RefundOutcome.Refused } result ? result : RefundResult.Unknown;
    }

    private sealed class RefundsNothing : BrokenGateway
    {
        public override ValueTask<RefundResult> RefundAsync(RefundRequest request, CancellationToken cancellationToken) => ValueTask.FromResult(RefundResult.Refunded);
    }
}
