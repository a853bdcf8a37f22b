namespace Bookstore.AspNetCore;

/// <summary>What a stream of events needs beside its request.</summary>
/// <param name="Api">The settings of the API.</param>
/// <param name="Client">Whose stream it is.</param>
/// <param name="IsAllowed">Whether the client may still read events.</param>
internal sealed record EventStreamSettings(ApiSettings Api, ApiClient Client, Func<bool> IsAllowed);
