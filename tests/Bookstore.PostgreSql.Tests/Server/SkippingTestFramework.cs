using System.Reflection;
using Bookstore.Support;
using Xunit.Abstractions;
using Xunit.Sdk;

[assembly: Xunit.TestFramework("Bookstore.PostgreSql.SkippingTestFramework", "Bookstore.PostgreSql.Tests")]

namespace Bookstore.PostgreSql;

/// <summary>Skips every test, and says why, where there is no server, or no pooler, to test with, and what takes minutes in a short run. The facts of the conformance suite cannot know that.</summary>
public sealed class SkippingTestFramework(IMessageSink messageSink) : XunitTestFramework(messageSink)
{
    protected override ITestFrameworkExecutor CreateExecutor(AssemblyName assemblyName) =>
        new Executor(assemblyName, SourceInformationProvider, DiagnosticMessageSink);

    private sealed class Executor(AssemblyName assemblyName, ISourceInformationProvider source, IMessageSink diagnostics)
        : XunitTestFrameworkExecutor(assemblyName, source, diagnostics)
    {
        protected override void RunTestCases(IEnumerable<IXunitTestCase> testCases, IMessageSink executionMessageSink, ITestFrameworkExecutionOptions executionOptions) =>
            base.RunTestCases(
                testCases.Select(test => ReasonToSkip(test) is { } reason ? new SkippedTestCase(DiagnosticMessageSink, test, reason) : test),
                executionMessageSink,
                executionOptions);

        private static string? ReasonToSkip(IXunitTestCase test) => TestServer.SkipReason ?? test.TestMethod.TestClass.Class.Name.Split('.')[^1] switch
        {
            nameof(PgBouncerConformance) => LongRun.IsOn ? PgBouncer.SkipReason : LongRun.HowToRun,
            nameof(PgBouncerTests) => PgBouncer.SkipReason,
            _ => null,
        };
    }

    private sealed class SkippedTestCase : XunitTestCase
    {
        private readonly string _reason = string.Empty;

        [Obsolete("For deserialization only.")]
        public SkippedTestCase()
        {
        }

        public SkippedTestCase(IMessageSink diagnostics, IXunitTestCase test, string reason)
            : base(diagnostics, TestMethodDisplay.ClassAndMethod, TestMethodDisplayOptions.None, test.TestMethod, test.TestMethodArguments) => _reason = reason;

        protected override string GetSkipReason(IAttributeInfo factAttribute) => _reason;
    }
}
