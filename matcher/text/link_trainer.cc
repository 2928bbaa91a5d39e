#include "matcher/text/link_trainer.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_join.h"
#include "matcher/text/title_words.h"

namespace overstap::matcher {
namespace {

constexpr size_t kFewestLessons = 200;
constexpr size_t kMostRivals = 60;  // labels of other concepts, those first that are most alike
constexpr int kRounds = 200;
constexpr double kStep = 2;
constexpr double kMomentum = 0.9;
// Scores are this much sharper than the weights' sum of 2 makes them: the loss is that of a choice.
constexpr double kSharpness = 8;
// How much the weights are drawn to those set by hand: labels of one concept are other words for it
// more often than titles are, so what they teach is not to be followed to the end.
constexpr double kDraw = 0.1 / kSharpness;

using Values = std::array<double, kLinkSignalCount>;

// A label that was taken out: what was found for it, of its concept and of others.
struct Lesson {
  std::vector<LinkSignals> right;
  std::vector<LinkSignals> wrong;
};

struct Question {
  uint32_t label = 0;
  uint32_t concept_number = 0;
};

// The labels, and which of them are asked for.
class Syllabus {
 public:
  Syllabus(std::span<const OccupationLabel> labels, Language language,
           const LinkTrainingOptions& options)
      : labels_(labels), language_(language), grouped_(options.grouped), taken_out_(labels.size()) {
    for (uint32_t i = 0; i < labels.size(); ++i) {
      words_.push_back(absl::StrJoin(CompareWords(labels[i].text, language), " "));
      if (labels[i].concept_number.has_value() && !labels[i].group) {
        labels_of_concept_[*labels[i].concept_number].push_back(i);
      }
    }
    Choose(options.concepts);
  }

  std::vector<Lesson> Lessons() const {
    const auto [linker, label_numbers] = LinkerOfTheRest();
    std::vector<Lesson> lessons;
    for (const Question& question : questions_) {
      Lesson lesson;
      for (const LabelSignals& found : linker.Signals(labels_[question.label].text)) {
        const OccupationLabel& label = labels_[label_numbers[found.label]];
        const bool right = label.concept_number == question.concept_number && !label.group;
        (right ? lesson.right : lesson.wrong).push_back(found.signals);
      }
      if (lesson.right.empty()) continue;
      KeepMostAlike(lesson.right, lesson.right.size());
      KeepMostAlike(lesson.wrong, kMostRivals);
      lessons.push_back(std::move(lesson));
    }
    return lessons;
  }

 private:
  // One label of each concept that has others of different words, then evenly fewer. All labels of
  // its concept with the same words are taken out with it.
  void Choose(size_t most) {
    std::vector<Question> questions;
    for (const auto& [number, labels] : labels_of_concept_) {
      const std::string& first = words_[labels.front()];
      const bool differ =
          std::ranges::any_of(labels, [&](uint32_t label) { return words_[label] != first; });
      // Fibonacci hashing (Knuth, The Art of Computer Programming 3, 6.4): no one place in the
      // list, where taxonomies put the preferred label or sort.
      const uint64_t hash = (number * uint64_t{0x9E3779B97F4A7C15}) >> 33;
      if (differ) questions.push_back({labels[hash % labels.size()], number});
    }
    const size_t step = std::max<size_t>(1, questions.size() / std::max<size_t>(1, most));
    for (size_t i = 0; i < questions.size(); i += step) {
      questions_.push_back(questions[i]);
      for (uint32_t label : labels_of_concept_.at(questions[i].concept_number)) {
        if (words_[label] == words_[questions[i].label]) taken_out_[label] = true;
      }
    }
  }

  // With the number in labels_ of each of its labels.
  std::pair<OccupationLinker, std::vector<uint32_t>> LinkerOfTheRest() const {
    OccupationLinker::Builder builder(language_);
    std::vector<uint32_t> numbers;
    for (uint32_t i = 0; i < labels_.size(); ++i) {
      if (taken_out_[i]) continue;
      OccupationLabel label = labels_[i];
      if (!grouped_) label.concept_number = std::nullopt;
      builder.Add(label);
      numbers.push_back(i);
    }
    return {std::move(builder).Build(), std::move(numbers)};
  }

  static void KeepMostAlike(std::vector<LinkSignals>& signals, size_t most) {
    std::ranges::stable_sort(signals, [](const LinkSignals& a, const LinkSignals& b) {
      return WeighedSum(kHandSetLinkWeights, a) > WeighedSum(kHandSetLinkWeights, b);
    });
    signals.erase(std::unique(signals.begin(), signals.end()), signals.end());
    if (signals.size() > most) signals.resize(most);
  }

  std::span<const OccupationLabel> labels_;
  Language language_;
  bool grouped_;
  std::vector<std::string> words_;                               // of each label
  std::map<uint32_t, std::vector<uint32_t>> labels_of_concept_;  // in order, as sums need
  std::vector<Question> questions_;
  std::vector<bool> taken_out_;
};

double ChoiceScore(const Values& weights, const LinkSignals& signals) {
  double sum = 0;
  for (size_t i = 0; i < weights.size(); ++i) sum += weights[i] * signals.values[i];
  return sum;
}

// Sums of e to the scores, and of the signals weighed with that.
struct Odds {
  double sum = 0;
  Values signals = {};

  void Add(const Values& weights, const LinkSignals& of) {
    // Scores are some 2 * kSharpness at most, far from what overflows.
    const double odds = std::exp(ChoiceScore(weights, of));
    sum += odds;
    for (size_t i = 0; i < signals.size(); ++i) signals[i] += odds * of.values[i];
  }
};

// Adds the gradient of the logarithm of the probability that a label of the right concept is
// chosen.
void AddGradient(const Lesson& lesson, const Values& weights, Values& gradient) {
  Odds right;
  for (const LinkSignals& signals : lesson.right) right.Add(weights, signals);
  Odds all = right;
  for (const LinkSignals& signals : lesson.wrong) all.Add(weights, signals);
  for (size_t i = 0; i < gradient.size(); ++i) {
    gradient[i] += right.signals[i] / right.sum - all.signals[i] / all.sum;
  }
}

Values Descend(const std::vector<Lesson>& lessons) {
  Values hand_set;
  for (size_t i = 0; i < hand_set.size(); ++i) {
    hand_set[i] = kSharpness * kHandSetLinkWeights.values[i];
  }
  Values weights = hand_set;
  Values speed = {};
  for (int round = 0; round < kRounds; ++round) {
    Values gradient = {};
    for (const Lesson& lesson : lessons) AddGradient(lesson, weights, gradient);
    for (size_t i = 0; i < weights.size(); ++i) {
      const double pull =
          gradient[i] / static_cast<double>(lessons.size()) - kDraw * (weights[i] - hand_set[i]);
      speed[i] = kMomentum * speed[i] + pull;
      weights[i] += kStep * speed[i];
      // A signal that speaks against a label would be no reason that a person understands.
      if (weights[i] < 0) weights[i] = speed[i] = 0;
    }
  }
  return weights;
}

}  // namespace

LinkWeights LearnLinkWeights(std::span<const OccupationLabel> labels, Language language,
                             const LinkTrainingOptions& options) {
  const std::vector<Lesson> lessons = Syllabus(labels, language, options).Lessons();
  if (lessons.size() < kFewestLessons) return DefaultLinkWeights(language);
  const Values learned = Descend(lessons);
  double sum = 0;
  for (double weight : learned) sum += weight;
  LinkWeights weights;
  for (size_t i = 0; i < learned.size(); ++i) {
    weights.values[i] = static_cast<float>(2 * learned[i] / sum);
  }
  return weights;
}

}  // namespace overstap::matcher
