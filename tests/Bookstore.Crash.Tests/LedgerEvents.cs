namespace Bookstore.Crash;

/// <summary>What the payment ledger's file says, read as text: each order's events, in their order.</summary>
internal static class LedgerEvents
{
    public static Dictionary<Guid, List<string>> Read(ShopFiles files)
    {
        var events = new Dictionary<Guid, List<string>>();
        using var file = new FileStream(files.Ledger, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file);
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#'))
            {
                continue;
            }

            var fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var orderId = Guid.Parse(fields[1]);
            if (!events.TryGetValue(orderId, out var ofOrder))
            {
                events.Add(orderId, ofOrder = []);
            }

            ofOrder.Add(fields[0]);
        }

        return events;
    }
}
