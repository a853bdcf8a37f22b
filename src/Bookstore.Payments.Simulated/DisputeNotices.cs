using System.Diagnostics.CodeAnalysis;

namespace Bookstore.Payments.Simulated;

/// <summary>Tells the shop of disputes, as a payment service does by a notification. One that is lost with the process is found by asking.</summary>
internal sealed class DisputeNotices : IDisposable
{
    private const int MaxTries = 60;

    private readonly Func<Guid, CancellationToken, ValueTask<bool>>? _tell;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationToken _stopped;

    /// <summary>Makes the notices.</summary>
    /// <param name="tell">See <see cref="SimulatedPaymentGatewayOptions.OnDispute"/>.</param>
    /// <param name="time">The clock.</param>
    public DisputeNotices(Func<Guid, CancellationToken, ValueTask<bool>>? tell, TimeProvider time) => (_tell, _time, _stopped) = (tell, time, _stop.Token);

    /// <summary>Tells of the dispute of a payment that was captured now.</summary>
    public void Plan(Guid orderId)
    {
        if (_tell is { } tell)
        {
            _ = TellAsync(orderId, tell);
        }
    }

    public void Dispose()
    {
        if (!_stopped.IsCancellationRequested)
        {
            _stop.Cancel();
            _stop.Dispose();
        }
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "The receiver is the application's own code: whatever it throws, it is told again a second later.")]
    private async Task TellAsync(Guid orderId, Func<Guid, CancellationToken, ValueTask<bool>> receiver)
    {
        for (var tries = 0; tries < MaxTries; tries++)
        {
            try
            {
                await Task.Delay(PaymentRules.DisputeAfter, _time, _stopped).ConfigureAwait(false);
                if (await receiver(orderId, _stopped).ConfigureAwait(false))
                {
                    return;
                }
            }
            catch (Exception) when (!_stopped.IsCancellationRequested)
            {
            }
            catch (Exception)
            {
                return;
            }
        }
    }
}
