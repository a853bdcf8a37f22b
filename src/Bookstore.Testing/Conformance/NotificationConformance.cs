namespace Bookstore.Testing;

/// <summary>The contract of <see cref="INotificationSource.Read"/> and <see cref="ICourier.ParseNotification"/>, a case for each sentence: the signature comes first. Run all of them against every source and courier that you write.</summary>
public static class NotificationConformance
{
    private const int Concurrency = 20;

    /// <summary>Every sentence of the contract.</summary>
    public static IReadOnlyList<ConformanceCase<NotificationsUnderTest>> Cases { get; } =
    [
        new("A signed notification is authentic and says something", subject => Check(() => ReadSigned(subject))),
        new("The same request says the same each time, also from many threads", AgainAsync),
        new("A request without headers is refused", subject => Check(() => Refused(subject, subject.Sign() with { Headers = Named([]) }, "without headers"))),
        new("A request whose headers are all changed is refused", subject => Check(() => Refused(subject, subject.Sign() with { Headers = Changed(subject.Sign()) }, "with other headers"))),
        new("A body of which any byte is changed is refused", subject => Check(() => ChangeBytes(subject))),
        new("A body that is cut or longer is refused", subject => Check(() => ChangeLength(subject))),
        new("A request of nothing is refused", subject => Check(() => Refused(subject, new IncomingNotification { Body = ReadOnlyMemory<byte>.Empty, Headers = Named([]) }, "of nothing"))),
    ];

    /// <summary>Runs one case by its name, for test frameworks that pass texts.</summary>
    /// <param name="name">The <see cref="ConformanceCase{TSubject}.Name"/>.</param>
    /// <param name="subject">What takes notifications in.</param>
    /// <returns>A task that ends well when the sentence is kept.</returns>
    /// <exception cref="ArgumentException">There is no such case.</exception>
    /// <exception cref="ConformanceException">The sentence is not kept.</exception>
    public static Task RunAsync(string name, NotificationsUnderTest subject) => Suite.Find(Cases, name).RunAsync(subject);

    /// <summary>Runs all cases, one after the other, for programs without a test framework.</summary>
    /// <param name="subject">What takes notifications in.</param>
    /// <returns>A task that ends well when the whole contract is kept.</returns>
    /// <exception cref="ConformanceException">Names every sentence that is not kept, and why.</exception>
    public static Task RunAllAsync(NotificationsUnderTest subject) => Suite.RunAllAsync(Cases, subject);

    private static Task Check(Action check)
    {
        check();
        return Task.CompletedTask;
    }

    private static object ReadSigned(NotificationsUnderTest subject)
    {
        var (isAuthentic, said) = subject.Read(subject.Sign());
        Expect.True(isAuthentic, "the signed request is refused");
        Expect.True(said is not null, "the signed request says nothing");
        return said!;
    }

    private static async Task AgainAsync(NotificationsUnderTest subject)
    {
        var request = subject.Sign();
        var said = await Task.WhenAll(Enumerable.Range(0, Concurrency).Select(_ => Task.Run(() => subject.Read(request)))).ConfigureAwait(false);
        Expect.Equal(1, said.Distinct().Count(), "the number of readings");
    }

    private static void ChangeBytes(NotificationsUnderTest subject)
    {
        var request = subject.Sign();
        foreach (var index in (int[])[0, request.Body.Length / 2, request.Body.Length - 1])
        {
            var body = request.Body.ToArray();
            body[index] ^= 1;
            Refused(subject, request with { Body = body }, $"whose byte {index} is changed");
        }
    }

    private static void ChangeLength(NotificationsUnderTest subject)
    {
        var request = subject.Sign();
        Refused(subject, request with { Body = request.Body[..^1] }, "that is cut");
        Refused(subject, request with { Body = (byte[])[.. request.Body.Span, (byte)' '] }, "that is longer");
        Refused(subject, request with { Body = ReadOnlyMemory<byte>.Empty }, "without a body");
    }

    private static Dictionary<string, string> Changed(IncomingNotification request) =>
        Named(request.Headers.Select(static header => (header.Key, header.Value.Length == 0 ? "x" : header.Value[..^1] + (header.Value[^1] == '0' ? '1' : '0'))));

    private static Dictionary<string, string> Named(IEnumerable<(string Name, string Value)> headers) => headers.ToDictionary(static header => header.Name, static header => header.Value, StringComparer.OrdinalIgnoreCase);

    private static void Refused(NotificationsUnderTest subject, IncomingNotification request, string what)
    {
        var (isAuthentic, said) = subject.Read(request);
        Expect.True(!isAuthentic && said is null, $"a request {what} is taken in");
    }
}
