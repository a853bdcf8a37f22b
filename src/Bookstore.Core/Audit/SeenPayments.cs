namespace Bookstore;

/// <summary>Orders whose payment a gateway has listed, so that it is not asked about each of them again. Bounded: orders beyond the limit are asked about.</summary>
internal sealed class SeenPayments
{
    // About 12 MB.
    private const int Most = 250_000;

    private readonly HashSet<(string Gateway, Guid OrderId)> _seen = [];

    public void Add(IsolatedGateway gateway, Guid orderId)
    {
        if (_seen.Count < Most)
        {
            _seen.Add((gateway.Gateway.Name, orderId));
        }
    }

    public bool Contains(IsolatedGateway gateway, Guid orderId) => _seen.Contains((gateway.Gateway.Name, orderId));
}
