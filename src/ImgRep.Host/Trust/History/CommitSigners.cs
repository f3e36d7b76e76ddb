using System.Text;
using ImgRep.Host.Keys;
using ImgRep.Host.Trust.Verifying;
using ImgRep.Trust.Commits;
using ImgRep.Trust.OpenPgp;
using ImgRep.Trust.People;
using ImgRep.Trust.Ssh;
using ImgRep.Trust.Verdicts;

namespace ImgRep.Host.Trust.History;

/// <summary>Finds who signed commits, by the keys of one state: SSH signatures in this process, OpenPGP signatures by gpg, many at a time.</summary>
internal sealed class CommitSigners(TrustState state, DateTimeOffset now)
{
    private const string Namespace = "git";

    /// <returns>For each commit the person and the key, or the rule that is broken and how.</returns>
    public async Task<(Person? Person, string Key, string Rule, string Problem)[]> FindAsync(IReadOnlyList<CommitQuestion> questions, CancellationToken cancellation)
    {
        var found = new (Person? Person, string Key, string Rule, string Problem)[questions.Count];
        var rules = new KeyRules(state.Keys.People, [], now);
        var openPgp = new List<(int Index, SignedData Data)>();
        Parallel.For(0, questions.Count, new ParallelOptions { CancellationToken = cancellation }, index =>
        {
            var question = questions[index];
            if (question.Commit.CommittedAt > now + KeyRules.Skew)
                found[index] = (null, "", "date", "it is dated in the future");
            else if (question.Commit.Signature.IsEmpty)
                found[index] = (null, "", "unsigned", "it is not signed (git commit -S)");
            else if (!IsSsh(question.Commit))
                AddOpenPgp(question.Commit, index);
            else
                found[index] = OfSsh(question, rules);
        });
        // Which order they came in must not matter to what is printed.
        openPgp.Sort((one, other) => one.Index.CompareTo(other.Index));
        var signers = await Signers.JudgeAsync(state.Keys, [.. openPgp.Select(one => (one.Data, questions[one.Index].NotBefore))], now, cancellation);
        foreach (var ((index, _), signer) in openPgp.Zip(signers))
            found[index] = (signer.Person, signer.Key, "key", signer.Problem);
        return found;

        void AddOpenPgp(GitCommit commit, int index)
        {
            try
            {
                var data = SignedData.OfDetached(commit.Payload, commit.Signature.Span);
                lock (openPgp)
                    openPgp.Add((index, data));
            }
            catch (MalformedOpenPgpException malformed)
            {
                found[index] = (null, "", "signature", $"its signature is not usable: {malformed.Message}");
            }
        }
    }

    private static bool IsSsh(GitCommit commit) => commit.Signature.Span.StartsWith(Encoding.ASCII.GetBytes(SshSignature.First));

    private static (Person?, string, string, string) OfSsh(CommitQuestion question, KeyRules rules)
    {
        try
        {
            var signature = SshSignature.Parse(question.Commit.Signature.Span);
            var key = signature.Key.ToString();
            if (signature.Namespace != Namespace)
                return (null, key, "signature", $"its signature was made for '{signature.Namespace}', expected '{Namespace}'");
            if (!SshVerification.IsGood(signature, question.Commit.Payload.Span))
                return (null, key, "signature", $"its signature is bad: what the key {key} signed are other bytes");
            var madeAt = question.Commit.CommittedAt < question.NotBefore ? question.NotBefore : question.Commit.CommittedAt;
            var (person, problem) = rules.Judge(signature.Key, madeAt);
            return (person, key, "key", problem);
        }
        catch (MalformedSshException malformed)
        {
            return (null, "", "signature", $"its signature is not usable: {malformed.Message}");
        }
    }
}
