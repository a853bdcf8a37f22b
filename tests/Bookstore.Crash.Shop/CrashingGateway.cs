using Bookstore.Support;

namespace Bookstore.Crash;

/// <summary>A gateway at whose calls the process dies.</summary>
internal sealed class CrashingGateway(IPaymentGateway inner, CrashPoint crash) : DelegatingGateway(inner)
{
    public override ValueTask<AuthorizeResult> AuthorizeAsync(AuthorizeRequest request, CancellationToken cancellationToken) =>
        CallAsync("authorize", () => Inner.AuthorizeAsync(request, cancellationToken));

    public override ValueTask<CaptureResult> CaptureAsync(CaptureRequest request, CancellationToken cancellationToken) =>
        CallAsync("capture", () => Inner.CaptureAsync(request, cancellationToken));

    public override ValueTask<VoidResult> VoidAsync(VoidRequest request, CancellationToken cancellationToken) =>
        CallAsync("void", () => Inner.VoidAsync(request, cancellationToken));

    public override ValueTask<RefundResult> RefundAsync(RefundRequest request, CancellationToken cancellationToken) =>
        CallAsync("refund", () => Inner.RefundAsync(request, cancellationToken));

    private async ValueTask<T> CallAsync<T>(string site, Func<ValueTask<T>> call)
    {
        crash.Before(site);
        var answer = await call();
        crash.After(site);
        return answer;
    }
}
