namespace Bookstore.Tests;

public sealed class MemoryGatewayConformanceTests : PaymentGatewayConformance
{
    protected override Task<IPaymentGateway> OpenAsync() => Task.FromResult<IPaymentGateway>(new SimulatedPaymentGateway());

    protected override async Task CloseAsync(IPaymentGateway gateway) => await ((SimulatedPaymentGateway)gateway).DisposeAsync();
}

public class FileGatewayConformanceTests : PaymentGatewayConformance, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    protected virtual int MaxOrdersInMemory => 200_000;

    protected override Task<IPaymentGateway> OpenAsync() => Task.FromResult<IPaymentGateway>(new SimulatedPaymentGateway(
        new SimulatedPaymentGatewayOptions { LedgerPath = _folder.File("payments.ledger"), MaxOrdersInMemory = MaxOrdersInMemory }));

    protected override async Task CloseAsync(IPaymentGateway gateway) => await ((SimulatedPaymentGateway)gateway).DisposeAsync();

    protected virtual void Dispose(bool disposing) => _folder.Dispose();

    public void Dispose() => Dispose(disposing: true);
}

public sealed class ForgetfulFileGatewayConformanceTests : FileGatewayConformanceTests
{
    protected override int MaxOrdersInMemory => 2;
}
