namespace Bookstore.Samples;

/// <summary>The host's configuration does not let it start. The message says what to change.</summary>
internal sealed class HostSetupException(string message) : Exception(message);
