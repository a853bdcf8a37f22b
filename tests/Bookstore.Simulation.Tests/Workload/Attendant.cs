namespace Bookstore.Simulation;

/// <summary>The person who looks at what needs one: retries it, marks it as done or gives it up.</summary>
internal sealed class Attendant(Simulation simulation)
{
    private readonly HashSet<Guid> _givenUp = [];
    private int _made;

    /// <summary>Whether the payment of an order may have been given up.</summary>
    public bool HasGivenUp(Guid orderId) => _givenUp.Contains(orderId);

    /// <summary>Decides about the payment of an order, or about one of its refunds.</summary>
    public void Decide(Order order, Host host)
    {
        // Whoever has money sent back another way must know that the refused call had no effect. Of a call whose outcome is unknown nobody knows that.
        if (order.Attention!.Reason is AttentionReason.RefundRefused or AttentionReason.OutcomeUnknown or AttentionReason.Contradiction && simulation.Chance.Percent(60)
            && simulation.Records.Refunds().Where(refund => refund.OrderId == order.Id && refund.Attention is not null).ToArray() is { Length: > 0 } refunds)
        {
            DecideOn(refunds[simulation.Chance.Below(refunds.Length)], host);
            return;
        }

        var isRefused = order.Attention.Reason is AttentionReason.CaptureRefused or AttentionReason.VoidRefused or AttentionReason.RefundRefused;
        var kind = isRefused ? simulation.Chance.Pick(OperationKind.RetryPayment, OperationKind.MarkPaymentDone, OperationKind.GiveUpPayment) : OperationKind.RetryPayment;
        var note = $"note-of-a-person-{++_made}";
        simulation.Count(kind);
        if (kind == OperationKind.GiveUpPayment)
        {
            _givenUp.Add(order.Id);
        }

        var attempt = new Attempt<ResolvePaymentResult>(simulation, host);
        simulation.Calls.Add((host, attempt.RunAsync($"{kind} {simulation.Trace.Name(order.Id)}", cancellationToken => kind switch
        {
            OperationKind.MarkPaymentDone => host.Workflow.MarkPaymentDoneAsync(
                new MarkPaymentDoneRequest { OrderId = order.Id, Attention = order.Attention.Reason, Reference = note }, cancellationToken),
            OperationKind.GiveUpPayment => host.Workflow.GiveUpPaymentAsync(
                new GiveUpPaymentRequest { OrderId = order.Id, Attention = order.Attention.Reason, Reason = note }, cancellationToken),
            _ => host.Workflow.RetryPaymentAsync(order.Id, cancellationToken: cancellationToken),
        })));
    }

    // One of several refunds, and not all of the order's.
    private void DecideOn(Refund refund, Host host)
    {
        var kind = refund.Status == RefundStatus.Failed ? simulation.Chance.Pick(OperationKind.RetryRefund, OperationKind.MarkRefundDone, OperationKind.GiveUpRefund) : OperationKind.RetryRefund;
        var note = $"note-of-a-person-{++_made}";
        simulation.Count(kind);
        var attempt = new Attempt<ResolveRefundResult>(simulation, host);
        simulation.Calls.Add((host, attempt.RunAsync($"{kind} {simulation.Trace.Name(refund.Id)}", cancellationToken => kind switch
        {
            OperationKind.MarkRefundDone => host.Refunds.MarkDoneAsync(refund.Id, note, cancellationToken: cancellationToken),
            OperationKind.GiveUpRefund => host.Refunds.GiveUpAsync(refund.Id, note, cancellationToken: cancellationToken),
            _ => host.Refunds.RetryAsync(refund.Id, cancellationToken: cancellationToken),
        })));
    }
}
