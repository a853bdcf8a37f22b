namespace Bookstore.Onix.Import;

/// <summary>Tells messages apart: by what the header says, and by the first record.</summary>
internal static class MessageIdentity
{
    public static Guid Of(OnixMessage message, long firstRecord)
    {
        var fingerprint = new Fingerprint().Add(message.Release).Add(message.Sender).Add(message.Number).Add(message.SentAt?.UtcTicks ?? 0).Add(firstRecord);
        foreach (var identifier in message.SenderIdentifiers)
        {
            fingerprint.Add(identifier.Type).Add(identifier.Value);
        }

        return fingerprint.Compute();
    }
}
