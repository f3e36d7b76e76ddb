using System.Text.Json.Serialization;
using ImgRep.Packages;
using ImgRep.Primitives;

namespace ImgRep.Cli.Answers;

/// <summary>How answers are written as JSON. A member that is null is left out, unless its record says otherwise.</summary>
[JsonSourceGenerationOptions(
    GenerationMode = JsonSourceGenerationMode.Metadata,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(AsText<Digest>), typeof(AsText<PackageName>)])]
[JsonSerializable(typeof(AdmitAnswer))]
[JsonSerializable(typeof(AuthenticateAnswer))]
[JsonSerializable(typeof(BeginAnswer))]
[JsonSerializable(typeof(BuildAnswer))]
[JsonSerializable(typeof(BundleAnswer))]
[JsonSerializable(typeof(CiAnswer))]
[JsonSerializable(typeof(CompareAnswer))]
[JsonSerializable(typeof(ComparedAnswer))]
[JsonSerializable(typeof(DiagnosticsAnswer))]
[JsonSerializable(typeof(DiffAnswer))]
[JsonSerializable(typeof(DigestsAnswer))]
[JsonSerializable(typeof(DisputeAnswer))]
[JsonSerializable(typeof(FetchAnswer))]
[JsonSerializable(typeof(FreedAnswer))]
[JsonSerializable(typeof(GraphAnswer))]
[JsonSerializable(typeof(IndicesAnswer))]
[JsonSerializable(typeof(KeysAnswer))]
[JsonSerializable(typeof(LineageAnswer))]
[JsonSerializable(typeof(LoadAnswer))]
[JsonSerializable(typeof(LowerAnswer))]
[JsonSerializable(typeof(MigrationAnswer))]
[JsonSerializable(typeof(NewPackageAnswer))]
[JsonSerializable(typeof(OutdatedAnswer))]
[JsonSerializable(typeof(UpdatedAnswer))]
[JsonSerializable(typeof(PackageReputationAnswer))]
[JsonSerializable(typeof(PinAnswer))]
[JsonSerializable(typeof(PlanAnswer))]
[JsonSerializable(typeof(PolicyAnswer))]
[JsonSerializable(typeof(ReproduceAnswer))]
[JsonSerializable(typeof(ReputationAnswer))]
[JsonSerializable(typeof(RuleAnswer))]
[JsonSerializable(typeof(SignAnswer))]
[JsonSerializable(typeof(SignatureCheckAnswer))]
[JsonSerializable(typeof(SiteAnswer))]
[JsonSerializable(typeof(TestAnswer))]
[JsonSerializable(typeof(VariedAnswer))]
[JsonSerializable(typeof(VerifyAnswer))]
[JsonSerializable(typeof(VouchedAnswer))]
internal sealed partial class AnswerJson : JsonSerializerContext;
