namespace Bookstore.Simulation;

/// <summary>A job beside the shop settles the shop's debts with a gateway of its own, because nothing tells the two apart.</summary>
internal sealed class OtherGatewaySettles : Bug
{
    public override IPaymentGateway OtherGateway { get; } = new OtherGateway(PaymentService.Name);
}
