using System.Diagnostics.CodeAnalysis;
using Bookstore.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Bookstore;

/// <summary>Asks the application's policies so that nothing they do can hurt: an exception, a hang and an invalid refusal all refuse the order.</summary>
/// <param name="policies">The policies, in the order in which they are asked.</param>
/// <param name="timeout">How long they may take together.</param>
/// <param name="time">The clock.</param>
/// <param name="isInline">Whether calls start on the caller's thread.</param>
/// <param name="logger">The log.</param>
internal sealed class GuardedPolicies(IShopPolicy[] policies, TimeSpan timeout, TimeProvider time, bool isInline, ILogger<GuardedPolicies> logger)
{
    private readonly Bulkhead _bulkhead = new(isInline);

    /// <summary>Whether there is a policy to ask.</summary>
    public bool AreThere => policies.Length > 0;

    /// <summary>Asks the policies; <see langword="null"/> when none refuses.</summary>
    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "After every exception of the application's policy, the order is refused and the reason is logged.")]
    public async ValueTask<PlaceOrderResult?> CheckAsync(ShopPolicyRequest request)
    {
        using var limit = new CancellationTokenSource(timeout, time);
        foreach (var policy in policies)
        {
            try
            {
                var refusal = await _bulkhead.CallAsync((policy, request), static (to, stop) => to.policy.CheckAsync(to.request, stop), limit.Token).ConfigureAwait(false);
                if (refusal is not null)
                {
                    return new PlaceOrderResult { Outcome = PlaceOrderOutcome.RefusedByPolicy, PolicyRefusal = PolicyRefusal.Checked(refusal) };
                }
            }
            catch (Exception exception)
            {
                Log.PolicyFailed(logger, policy.GetType().Name, timeout.TotalSeconds, exception);
                return new PlaceOrderResult { Outcome = PlaceOrderOutcome.PolicyFailed };
            }
        }

        return null;
    }
}
